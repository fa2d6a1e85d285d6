"""Offline training and evaluation: manifests, folds, features, fitting, scores. Nothing is imported here."""
