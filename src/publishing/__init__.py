"""The works: from received files to released pages. An analyst never imports it."""
