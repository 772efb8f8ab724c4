"""Where photos and ground maps are kept: a folder, or an S3-compatible object store."""
