"""From frames to clips: which frames (`sampling`), the buffer that holds them (`ring`), which clip is due (`sampler`,
on the ticks of `tick_clock`), and the arrays that the encoder takes (`transform`).

Nothing is imported here, so that `core.clips.sampling` needs no more than numpy.
"""
