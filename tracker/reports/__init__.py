"""Rows to workbooks and figures, and back. No Qt, no session."""
