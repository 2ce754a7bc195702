"""Training and measuring the expression model. Only `model.py` and `fit.py` need TensorFlow (the group `train`)."""
