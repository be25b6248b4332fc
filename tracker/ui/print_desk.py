"""文件 → 打印… (Ctrl+P): asks the open page what it has, works in the background, and says where the paper is."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from tracker.paths import documents_folder
from tracker.ui import messages
from tracker.ui.context import Link
from tracker.ui.main_window import MainWindow
from tracker.ui.print_dialog import PrintDialog, PrintWish
from tracker.ui.system import open_file, show_in_folder
from tracker.ui.tasks import Cancelled, Progress

if TYPE_CHECKING:
    from tracker.reports.safe_file import Written

_FOLDER = "print.folder"
PDFS = "PDF 文件 (*.pdf)"
_NAME_ENDS = "（ "


class PrintDesk(QObject):
    """Prints for one window."""

    def __init__(self, window: MainWindow) -> None:
        """Add the menu entry."""
        super().__init__(window)
        self._window = window
        self.dialog: PrintDialog | None = None
        window.menus.add("文件", "打印…", self.ask, keys="Ctrl+P", picture="print")

    def ask(self) -> None:
        """Ask what to print; what is being typed is stored first."""
        page = self._window.pages.current
        context = self._window.context
        if page is None or context is None:
            return
        page.leave()
        offered = page.printables()
        if not offered:
            context.notify("这一页没有可以打印的内容。请到“项目”或“图表”页打印。")
            return
        dialog = PrintDialog(self._window, offered, _no_printer())
        dialog.wanted.connect(self._go_on)
        self.dialog = dialog
        dialog.open()

    def _go_on(self, wish: PrintWish) -> None:
        """Ask for the file or the printer, and begin."""
        if wish.pdf:
            self._save(wish)
        else:
            self._print(wish)

    def _save(self, wish: PrintWish) -> None:
        """Write a PDF where the user wants it."""
        name = wish.what.name
        for end in _NAME_ENDS:
            name = name.partition(end)[0]
        kept = Path(self._window.config.text(_FOLDER) or ".")
        folder = kept if kept.is_absolute() and kept.is_dir() else documents_folder()
        path = messages.ask_save(self._window, "PDF 存到哪里", folder / f"{name}.pdf", PDFS)
        if path is None or self._window.context is None:
            return

        def work(progress: Progress) -> Written:
            from tracker.ui.printing.painting import save_pdf

            document = wish.what.make(lambda done, total: progress(done, total, "正在读取"))
            return save_pdf(path, document, wish.sheet, lambda done, total: progress(done, total, "正在排版"))

        self._window.context.tasks.background(work, self._saved, "存为 PDF", self._failed)

    def _print(self, wish: PrintWish) -> None:
        """Let the user choose the printer, then print."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(wish.sheet.layout())
        printer.setDocName(wish.what.name)
        asked = QPrintDialog(printer, self._window)
        if asked.exec() != QDialog.DialogCode.Accepted or self._window.context is None:
            return

        def work(progress: Progress) -> bool:
            from tracker.ui.printing.painting import paint

            document = wish.what.make(lambda done, total: progress(done, total, "正在读取"))
            return paint(printer, document, wish.sheet, lambda done, total: progress(done, total, "正在排版"))

        self._window.context.tasks.background(work, self._printed, "打印", self._failed)

    def _saved(self, written: Written) -> None:
        """Say where the PDF is."""
        self._window.config.set(_FOLDER, str(written.path.parent))
        links = (
            Link("打开文件", partial(open_file, written.path)),
            Link("打开所在文件夹", partial(show_in_folder, written.path)),
        )
        tone = "warning" if written.message else "info"
        self._notify(written.message or f"PDF 已存好：{written.path.name}。", *links, tone=tone)

    def _printed(self, done: bool) -> None:
        """Say that the printer has it."""
        if done:
            self._notify("已送到打印机。")
        else:
            self._notify("没有打印：打印机没有响应。请检查打印机，或存为 PDF。", tone="error")

    def _failed(self, error: Exception) -> None:
        """Say that nothing came of it, and why."""
        if isinstance(error, Cancelled):
            self._notify("已取消，没有打印。")
        else:
            self._window.show_error(error)

    def _notify(self, sentence: str, *links: Link, tone: str = "info") -> None:
        """Show a strip, if the file is still open."""
        if self._window.context is not None:
            self._window.context.notify(sentence, *links, tone=tone)


def _no_printer() -> str | None:
    """Return why nothing can be printed, None where there is a printer."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return None if QPrinterInfo.availablePrinterNames() else "这台电脑没有安装打印机，可以存为 PDF。"
