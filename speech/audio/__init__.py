"""Sound as samples: formats, resampling and recordings on disk."""
