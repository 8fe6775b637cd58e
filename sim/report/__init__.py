"""What people look at afterwards: figures of a finished run."""
