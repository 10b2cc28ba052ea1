"""Measures of speed and memory: ``benchmarks.run`` against a stock Rasa bot, ``benchmarks.onet_layer`` by itself."""
