"""The doors: each module the only place that touches one program or library that is not ours."""
