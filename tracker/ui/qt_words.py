"""Qt's own words that its Chinese translation leaves in English, most of them in the file dialog it draws itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTranslator

_WORDS = {
    "QFileDialog": {"&Look in:": "查找范围(&L)：", "Files of &type:": "文件类型(&T)："},
    "QAbstractFileIconProvider": {
        "Folder": "文件夹",
        "File Folder": "文件夹",
        "Drive": "驱动器",
        "File": "文件",
        "%1 File": "%1 文件",
        "Shortcut": "快捷方式",
        "Alias": "替身",
        "Unknown": "未知",
    },
    "QFileSystemModel": {'<b>The name "%1" cannot be used.</b>': "<b>不能使用名字“%1”。</b>"},
    "QPlatformTheme": {"Show Details...": "显示详情…", "Hide Details...": "隐藏详情…"},
    "QMessageBox": {"Show Details...": "显示详情…", "Hide Details...": "隐藏详情…"},
    "QCalendarWidget": {"Previous Month": "上个月", "Next Month": "下个月"},
}


class QtWords(QTranslator):
    """Install it after Qt's own translation: the last one installed is asked first."""

    def __init__(self, parent: QObject) -> None:
        """Know the words at once; there is no file to load."""
        super().__init__(parent)

    def isEmpty(self) -> bool:
        """Say that there is something to ask for."""
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Return a word in Chinese; for any other nothing, so that Qt's own translation is asked."""
        del disambiguation, n
        return _WORDS.get(context, {}).get(source)  # type: ignore[return-value]  # None: ask the next translation
