"""DokuWiki, a PHP application from Debian, behind nginx with the exported gate."""
