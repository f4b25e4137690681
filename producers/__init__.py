"""The ways in: one file each; all end in :func:`producers.publish.Publisher.publish`."""
