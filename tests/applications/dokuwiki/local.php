<?php
$conf['title'] = 'Doku wiki';
$conf['useacl'] = 1;
$conf['superuser'] = '@admin';
$conf['disableactions'] = 'register';
$conf['updatecheck'] = 0;
$conf['savedir'] = getenv('PROOF_DATA');
