"""The parts of 概览: cards, panels with short lists, and the dialogs behind them."""
