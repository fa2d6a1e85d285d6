"""The starter bundle's own training: FER2013 stills turned into clips, a small V-JEPA-class encoder, a probe.

`fer-train starter train` makes the bundle from nothing but the data set; docs/starter.md says how.
"""
