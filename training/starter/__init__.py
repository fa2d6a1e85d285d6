"""The starter bundle's own training: FER2013 stills turned into clips, a small V-JEPA-class encoder, a probe.

`python -m training.starter` makes the bundle from nothing but the data set, in build/starter; docs/starter.md says how.
"""
