"""Tests of tracker/ui."""
