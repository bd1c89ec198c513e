"""Results to HTML, CSV, XLSX and a manifest: releases, made whole and never changed."""
