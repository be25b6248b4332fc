"""Run, check and build the project: the one command a developer needs.

Only the standard library is used, so it works on a fresh machine with Python 3.11 and nothing else, on Windows and
Linux. Everything it installs goes into `.venv` beside this file, except the few system packages Qt cannot do without
on Linux.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
RUNTIME_LOCK = ROOT / "requirements.lock"
BUILD_LOCK = ROOT / "requirements-build.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
WINDOWS = os.name == "nt"
LINUX = sys.platform == "linux"
START_LIMIT = 180  # seconds a started program may take before it counts as hanging

# What Qt loads at start, and the Debian package that holds it.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
# What a real window on X11 needs besides.
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}
# Programs some tests use to look at a finished workbook; the tests skip without them.
OFFICE_PROGRAMS = {"soffice": "libreoffice-calc-nogui", "pdftoppm": "poppler-utils"}


# --- Running other programs ------------------------------------------------------------------------------------------


def say(text: str) -> None:
    """Print one line at once, also when the output is a pipe."""
    print(text, flush=True)


def heading(text: str) -> None:
    """Print the title of a step."""
    say(f"\n===== {text} =====")


def run(*command: str | Path, env: Mapping[str, str] | None = None, cwd: Path = ROOT, limit: int | None = None) -> None:
    """Run a command and stop everything if it fails."""
    words = [str(word) for word in command]
    try:
        code = subprocess.run(words, env=env, cwd=cwd, timeout=limit, check=False).returncode
    except subprocess.TimeoutExpired:
        sys.exit(f"失败：{limit} 秒内没有结束：{' '.join(words)}")
    if code:
        sys.exit(f"失败（返回码 {code}）：{' '.join(words)}")


def succeeds(*command: str) -> bool:
    """Tell whether a command can be run and returns 0."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def program_env(scratch: Path, **extra: str) -> dict[str, str]:
    """Return an environment in which the program touches nothing of this machine's user."""
    steering = ("TRACKER_", "QT_", "PYTHONPATH", "PYTHONHOME")
    env = {name: value for name, value in os.environ.items() if not name.startswith(steering)}
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        env[f"XDG_{name}_HOME"] = str(scratch / name.lower())
    env["APPDATA"] = env["LOCALAPPDATA"] = str(scratch / "appdata")
    return env | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"} | extra


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a temporary folder outside the checkout; Windows may keep a just-run program open for a moment."""
    with tempfile.TemporaryDirectory(prefix="tracker-", ignore_cleanup_errors=True) as name:
        yield Path(name).resolve()


# --- System packages (Debian and its relatives) ----------------------------------------------------------------------


def missing_libraries(libraries: Mapping[str, str]) -> list[str]:
    """Return the packages of those shared libraries that the loader does not know."""
    ldconfig = shutil.which("ldconfig") or "/sbin/ldconfig"
    known = subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout
    names = {line.split()[0] for line in known.splitlines() if "=>" in line}
    return [package for library, package in libraries.items() if library not in names]


def missing_programs(programs: Mapping[str, str]) -> list[str]:
    """Return the packages of those programs that are not on the path."""
    return [package for program, package in programs.items() if not shutil.which(program)]


def apt() -> list[str] | None:
    """Return the start of an apt-get command this user may run without a password, or nothing."""
    settings = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=600"]
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return settings
    return ["sudo", "-n", *settings] if succeeds("sudo", "-n", "true") else None


def install_packages(packages: Iterable[str], *, optional: bool = False) -> None:
    """Install system packages; where that is not possible name them and stop, or go on if they are optional."""
    names = list(dict.fromkeys(packages))
    if not names:
        return
    command = apt()
    if command:
        say(f"安装系统软件包：{' '.join(names)}")
        if succeeds(*command, "update") and succeeds(*command, "install", "--no-install-recommends", *names):
            return
        say("apt-get 没有成功。")
    verb = "可以" if optional else "请先"
    message = f"缺少系统软件包，{verb}用管理员身份安装：apt-get install --no-install-recommends {' '.join(names)}"
    if not optional:
        sys.exit(message)
    say(message + "（没有它们时，相应的测试会跳过）")


def prepare_system(*, window: bool = False, office: bool = False, build: bool = False) -> None:
    """Make sure Linux has what Python, Qt and the asked-for step need; Windows needs nothing."""
    if not LINUX:
        return
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = [] if importlib.util.find_spec("ensurepip") else [f"{version}-venv"]
    packages += missing_libraries(QT_LIBRARIES | (WINDOW_LIBRARIES if window else {}))
    if build:
        packages += missing_programs({"objdump": "binutils"})
        if sys.base_prefix == "/usr":  # Debian's python carries no shared library of itself; PyInstaller needs one
            packages += missing_libraries({f"lib{version}.so.1.0": f"lib{version}"})
    install_packages(packages)
    if office:
        install_packages(missing_programs(OFFICE_PROGRAMS), optional=True)


# --- Virtual environments --------------------------------------------------------------------------------------------


def venv_program(venv: Path, name: str) -> Path:
    """Return the path of a program inside a virtual environment."""
    return venv / "Scripts" / f"{name}.exe" if WINDOWS else venv / "bin" / name


def make_venv(venv: Path, lock: Path) -> Path:
    """Make a virtual environment with exactly the locked packages and return its Python."""
    base = getattr(sys, "_base_executable", sys.executable)
    run(base, "-m", "venv", "--clear", venv)
    python = venv_program(venv, "python")
    pip_install(python, "--require-hashes", "-r", lock)
    return python


def pip_install(python: Path, *words: str | Path) -> None:
    """Install packages, printing errors only, into the virtual environment of that Python."""
    run(python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", *words)


def environment_keys() -> list[str]:
    """Return what `.venv` depends on: lock, Python and place for its packages, the metadata for the project itself."""
    packages = b"\0".join([DEV_LOCK.read_bytes(), sys.version.encode(), bytes(VENV)])
    return [hashlib.sha256(part).hexdigest() for part in (packages, (ROOT / "pyproject.toml").read_bytes())]


def ready_venv() -> Path:
    """Make or renew `.venv` as far as needed and return its Python; when nothing changed this takes no time."""
    stamp, keys = VENV / "tracker-keys", environment_keys()
    python = venv_program(VENV, "python")
    made = stamp.read_text("ascii").split() if python.exists() and stamp.exists() else []
    if made == keys:
        return python
    if made[:1] != keys[:1]:
        say("准备运行环境 .venv（第一次需要几分钟）……")
        make_venv(VENV, DEV_LOCK)
    pip_install(python, "--no-deps", "--no-build-isolation", "--editable", ROOT)
    stamp.write_text("\n".join(keys), "ascii")
    return python


# --- Commands --------------------------------------------------------------------------------------------------------


def has_display() -> bool:
    """Tell whether a window can be shown."""
    return not LINUX or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def command_run(folder: Path) -> None:
    """Open the window; without a screen make a database, the quarterly workbook and a chart instead."""
    window = has_display()
    prepare_system(window=window)
    python = ready_venv()
    if window:
        run(python, "-m", "tracker")
        return
    say(f"没有可用的屏幕，不能打开窗口；改为生成台账、季报和图表，放在 {folder}")
    folder.mkdir(parents=True, exist_ok=True)
    database, workbook, chart = folder / "台账.db", folder / "季报.xlsx", folder / "完成率.png"
    with scratch_folder() as scratch:
        env = program_env(scratch)
        for command, made in (("export", workbook), ("chart", chart)):
            run(python, "-m", "tracker", command, "--db", database, made, env=env, limit=START_LIMIT)
    for made in (database, workbook, chart):
        say(f"已生成：{made}")


def command_test(*, everything: bool) -> None:
    """Check style, types, behaviour and the installed program; stop at the first failure."""
    prepare_system(office=True)
    python = ready_venv()
    heading("代码规范（ruff check）")
    run(python, "-m", "ruff", "check", ".")
    heading("代码格式（ruff format）")
    run(python, "-m", "ruff", "format", "--check", ".")
    heading("类型（mypy）")
    run(python, "-m", "mypy")
    heading("测试（pytest）")
    with scratch_folder() as scratch:
        run(python, "-m", "pytest", "-n", "auto", "--dist", "worksteal", env=program_env(scratch))
    heading("安装包（wheel）：在干净的环境里安装并启动")
    check_wheel(python)
    if everything:
        command_build()
    say("\n全部通过。")


def check_wheel(python: Path) -> None:
    """Build the wheel, install it in a clean environment away from the checkout, and start what it installed."""
    with scratch_folder() as scratch:
        run(python, "-m", "build", "--wheel", "--no-isolation", "--outdir", scratch / "dist", ROOT)
        (wheel,) = (scratch / "dist").glob("*.whl")
        clean = make_venv(scratch / "venv", RUNTIME_LOCK)
        pip_install(clean, "--no-deps", wheel)
        run(clean, "-m", "pip", "--disable-pip-version-check", "check")
        check_programs(venv_program(scratch / "venv", "python").parent, scratch)


def check_programs(folder: Path, scratch: Path) -> None:
    """Start what was installed away from the checkout: help, list, and the window from both programs."""
    env = program_env(scratch)
    away = scratch / "别处"
    away.mkdir(exist_ok=True)
    database = away / "试.db"
    suffix = ".exe" if WINDOWS else ""
    console, window = folder / f"tracker{suffix}", folder / f"tracker-gui{suffix}"
    say(f"启动 {console}")
    check_prints(console, "--help", env=env, cwd=away)
    projects = json.loads(check_prints(console, "list", "--db", database, "--format", "json", env=env, cwd=away))
    if not projects:
        sys.exit("失败：新建的台账里没有项目")
    for program in (console, window):
        run(program, "--db", database, "--smoke", env=env, cwd=away, limit=START_LIMIT)
    say(f"启动正常，目录中有 {len(projects)} 条")


def check_prints(program: Path, *words: str | Path, env: Mapping[str, str], cwd: Path) -> str:
    """Run a program, stop if it fails or prints nothing, and return what it printed."""
    command = [str(program), *map(str, words)]
    done = subprocess.run(
        command, env=env, cwd=cwd, stdout=subprocess.PIPE, encoding="utf-8", timeout=START_LIMIT, check=False
    )
    if done.returncode or not done.stdout.strip():
        sys.exit(f"失败（返回码 {done.returncode}）：{' '.join(command)}")
    return done.stdout


def command_build() -> None:
    """Build the folder that is handed to users, copy it to an awkward place and start it there."""
    prepare_system(window=True, build=True)
    heading("独立程序（PyInstaller）：打包并启动")
    with scratch_folder() as scratch:
        python = make_venv(scratch / "venv", BUILD_LOCK)
        work = ("--workpath", scratch / "work", "--distpath", ROOT / "dist")
        run(python, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *work, "build.spec")
        built = ROOT / "dist" / "tracker"
        copied = scratch / "专栏 项目台账"
        shutil.copytree(built, copied, symlinks=True)
        check_programs(copied, scratch)
    say(f"已生成：{built}")


def command_shot(folder: Path) -> None:
    """Take pictures of every screen, at the usual scale and at 150 %."""
    prepare_system()
    python = ready_venv()
    for scale, name in (("1", "100"), ("1.5", "150")):
        with scratch_folder() as scratch:
            run(python, "-m", "tests.shots", folder / name, env=program_env(scratch, QT_SCALE_FACTOR=scale))
    say(f"已生成：{folder}")


def command_manual() -> None:
    """Take the pictures of 使用手册 and README anew."""
    prepare_system()
    with scratch_folder() as scratch:
        run(ready_venv(), "-m", "tests.shots.manual_pictures", env=program_env(scratch))
    say(f"已生成：{ROOT / 'resources' / 'manual'}")


def command_catalogue(folder: Path) -> None:
    """Recompute the catalogue from the plans' own text and compare."""
    prepare_system()
    run(ready_venv(), "tests/catalogue/recompute.py", folder)


def command_lock(*, upgrade: bool) -> None:
    """Write the lock files anew: versions with hashes, no addresses, for every system and Python supported."""
    prepare_system()
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header"]
    options += ["--quiet", *(["--upgrade"] if upgrade else [])]
    with scratch_folder() as scratch:
        run(sys.executable, "-m", "venv", scratch / "venv")
        pip_install(venv_program(scratch / "venv", "python"), "uv")
        command = [str(venv_program(scratch / "venv", "uv")), "pip", "compile", "pyproject.toml", *options]
        run(*command, "-o", RUNTIME_LOCK.name)
        for extra, lock in (("build", BUILD_LOCK), ("dev", DEV_LOCK)):
            run(*command, "--extra", extra, "--constraint", RUNTIME_LOCK.name, "-o", lock.name)


# --- Command line ----------------------------------------------------------------------------------------------------


def parser() -> argparse.ArgumentParser:
    """Describe the commands."""
    top = argparse.ArgumentParser(prog="dev.py", description="专栏项目台账：运行、检查、打包")
    commands = top.add_subparsers(dest="command", required=True, metavar="命令")
    add = commands.add_parser
    make = add("run", help="打开窗口；没有屏幕时生成台账、季报和图表")
    make.add_argument("folder", nargs="?", type=Path, default=ROOT / "输出", help="没有屏幕时放文件的文件夹")
    test = add("test", help="全部检查；环境变量 CI=true 时包括打包")
    test.add_argument("--all", action="store_true", help="包括打包")
    add("build", help="打包成可以直接交付的文件夹 dist/tracker")
    shot = add("shot", help="给每个页面截图")
    shot.add_argument("folder", nargs="?", type=Path, default=ROOT / "截图", help="放截图的文件夹")
    shot.add_argument("--manual", action="store_true", help="只重做使用手册里的插图")
    catalogue = add("catalogue", help="由规划原文重算目录并比对")
    catalogue.add_argument("folder", type=Path, help="规划原文所在的文件夹")
    lock = add("lock", help="重写锁定文件")
    lock.add_argument("--upgrade", action="store_true", help="升级到允许的最新版本")
    return top


def main() -> None:
    """Run the command asked for."""
    if sys.version_info < (3, 11):  # noqa: UP036  # said in words, before anything fails in a stranger way
        sys.exit("需要 Python 3.11 或更新的版本。")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a text stream, whatever its declared type
    given = parser().parse_args()
    match given.command:
        case "run":
            command_run(given.folder.resolve())
        case "test":
            command_test(everything=given.all or os.environ.get("CI", "").lower() == "true")
        case "build":
            command_build()
        case "shot" if given.manual:
            command_manual()
        case "shot":
            command_shot(given.folder.resolve())
        case "catalogue":
            command_catalogue(given.folder.resolve())
        case "lock":
            command_lock(upgrade=given.upgrade)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("已中断。")
