"""The parts of 覆盖: rows and columns, and the plan's own text."""
