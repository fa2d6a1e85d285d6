"""What the browser of sessions knows and does; its widgets are `fer_desktop.widgets.session_*`."""
