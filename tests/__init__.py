"""Tests, in the order of the package they check."""
