<?php
// Runs before every script of DokuWiki: where this run keeps its configuration, the undeclared cookie that is planted,
// and one line about the cookies that reached PHP, as tests/applications/plant.py writes them.
define('DOKU_CONF', getenv('PROOF_CONF'));
setcookie('promo_header', '1', time() + 31536000, '/');

$names = [];
foreach (explode(';', $_SERVER['HTTP_COOKIE'] ?? '') as $pair) {
    if (trim($pair) !== '') {
        $names[] = trim(explode('=', $pair, 2)[0]);
    }
}
$line = json_encode(['path' => $_SERVER['REQUEST_URI'], 'cookies' => $names]);
file_put_contents(getenv('PROOF_SEEN'), $line . "\n", FILE_APPEND | LOCK_EX);
