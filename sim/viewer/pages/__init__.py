"""The light pages of the viewer, one file each: a function from a request to what stands in the frame."""
