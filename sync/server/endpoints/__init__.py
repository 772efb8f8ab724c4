"""What the server answers over HTTP, a file for each noun; every route declares who may call it."""
