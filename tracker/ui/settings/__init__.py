"""The sections of the page 设置: one module each, listed in ``sections.SECTIONS``."""
