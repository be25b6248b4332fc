"""The parts of the page 项目: its columns, filter, actions and dialogs' callers."""
