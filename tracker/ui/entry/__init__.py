"""The parts of the page 填报."""
