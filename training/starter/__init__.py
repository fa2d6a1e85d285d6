"""The starter bundle's own training: FER2013 stills turned into clips, a small V-JEPA-class encoder, a probe.

`python -m training.starter train` makes assets/starter from nothing but the data set; see docs/starter.md.
"""
