"""What is said of the standard cookies of frameworks, in the six languages: data.

For each kind of service its function, its purpose in words, and the reason why it is exempt. `{name}` is the cookie.
"""

WORDS: dict[str, dict[str, tuple[str, str, str]]] = {
    "session": {
        "en": (
            "Session",
            "To keep you signed in, and what you have entered, from page to page",
            (
                "You sign in, or fill in a form or a cart over several pages. Without “{name}” the site could not "
                "tell that the next page is asked for by the same browser, and neither would work."
            ),
        ),
        "fr": (
            "Session",
            "Conserver votre connexion et vos saisies d’une page à l’autre",
            (
                "Vous vous connectez, ou remplissez un formulaire ou un panier sur plusieurs pages. Sans « {name} », "
                "le site ne saurait pas que la page suivante est demandée par le même navigateur, et rien de cela ne "
                "marcherait."
            ),
        ),
        "de": (
            "Sitzung",
            "Um Ihre Anmeldung und Ihre Eingaben von Seite zu Seite zu behalten",
            (
                "Sie melden sich an oder füllen ein Formular oder einen Warenkorb über mehrere Seiten aus. Ohne "
                "„{name}“ wüsste die Website nicht, dass derselbe Browser die nächste Seite aufruft, und beides ginge"
                " nicht."
            ),
        ),
        "es": (
            "Sesión",
            "Para mantener su inicio de sesión y lo que ha introducido de una página a otra",
            (
                "Usted inicia sesión, o rellena un formulario o un carrito en más de una página. Sin «{name}», el "
                "sitio no sabría que el mismo navegador pide la página siguiente, y no funcionaría ni lo uno ni lo "
                "otro."
            ),
        ),
        "it": (
            "Sessione",
            "Per mantenere l’accesso e i dati inseriti da una pagina all’altra",
            (
                "L’utente accede, oppure compila un modulo o un carrello su più pagine. Senza «{name}» il sito non "
                "saprebbe che la pagina successiva è richiesta dallo stesso browser, e nessuna delle due cose sarebbe"
                " possibile."
            ),
        ),
        "nl": (
            "Sessie",
            "Om u aangemeld te houden en uw invoer van pagina tot pagina te bewaren",
            (
                "U meldt zich aan, of vult een formulier of winkelmandje over meerdere pagina’s in. Zonder “{name}” "
                "weet de site niet dat dezelfde browser de volgende pagina vraagt, en werkt geen van beide."
            ),
        ),
    },
    "remember": {
        "en": (
            "Staying signed in",
            "To keep you signed in when you come back, if you tick the box for it",
            (
                "Set only when you tick the box at sign-in. Without “{name}” you would be asked for your password at "
                "every visit, which is what you asked to be spared."
            ),
        ),
        "fr": (
            "Connexion conservée",
            "Vous garder connecté à votre retour, si vous cochez la case prévue",
            (
                "Déposé uniquement si vous cochez la case lors de la connexion. Sans « {name} », votre mot de passe "
                "serait demandé à chaque visite, ce que vous avez demandé à éviter."
            ),
        ),
        "de": (
            "Angemeldet bleiben",
            "Um Sie bei der Rückkehr angemeldet zu lassen, wenn Sie das Kästchen dafür ankreuzen",
            (
                "Wird nur gesetzt, wenn Sie bei der Anmeldung das Kästchen ankreuzen. Ohne „{name}“ würden Sie bei "
                "jedem Besuch nach dem Passwort gefragt, was Sie gerade nicht wollten."
            ),
        ),
        "es": (
            "Mantener la sesión iniciada",
            "Para mantener su sesión iniciada cuando vuelve, si marca la casilla",
            (
                "Solo se instala si usted marca la casilla al iniciar sesión. Sin «{name}» se le pediría la "
                "contraseña en cada visita, que es lo que ha pedido evitar."
            ),
        ),
        "it": (
            "Accesso mantenuto",
            "Per mantenere l’accesso al ritorno, se viene spuntata la casella",
            (
                "Impostato solo quando viene spuntata la casella al momento dell’accesso. Senza «{name}» la password "
                "verrebbe chiesta a ogni visita, che è quanto si è chiesto di evitare."
            ),
        ),
        "nl": (
            "Aangemeld blijven",
            "Om u bij terugkomst aangemeld te houden, als u het vakje daarvoor aankruist",
            (
                "Wordt alleen geplaatst als u bij het aanmelden het vakje aankruist. Zonder “{name}” zou bij elk "
                "bezoek om uw wachtwoord worden gevraagd, wat u juist niet wilde."
            ),
        ),
    },
    "csrf": {
        "en": (
            "Protection of forms",
            "To make sure that what arrives was sent from this site’s own pages",
            (
                "You send a form. Without “{name}” another site could make your browser send one in your name, and "
                "this site could not tell the difference."
            ),
        ),
        "fr": (
            "Protection des formulaires",
            "Vérifier que ce qui arrive a été envoyé depuis les pages de ce site",
            (
                "Vous envoyez un formulaire. Sans « {name} », un autre site pourrait en faire envoyer un en votre nom"
                " par votre navigateur, et ce site ne verrait pas la différence."
            ),
        ),
        "de": (
            "Schutz von Formularen",
            "Um sicherzustellen, dass Eingehendes von den Seiten dieser Website abgeschickt wurde",
            (
                "Sie schicken ein Formular ab. Ohne „{name}“ könnte eine andere Website Ihren Browser eines in Ihrem "
                "Namen schicken lassen, und diese Website sähe den Unterschied nicht."
            ),
        ),
        "es": (
            "Protección de formularios",
            "Para comprobar que lo que llega se ha enviado desde las páginas de este sitio",
            (
                "Usted envía un formulario. Sin «{name}», otro sitio podría hacer que su navegador enviara uno en su "
                "nombre, y este sitio no notaría la diferencia."
            ),
        ),
        "it": (
            "Protezione dei moduli",
            "Per verificare che quanto arriva sia stato inviato dalle pagine di questo sito",
            (
                "L’utente invia un modulo. Senza «{name}» un altro sito potrebbe farne inviare uno a suo nome dal "
                "browser, e questo sito non vedrebbe la differenza."
            ),
        ),
        "nl": (
            "Bescherming van formulieren",
            "Om na te gaan dat wat binnenkomt vanaf de pagina’s van deze site is verzonden",
            (
                "U verzendt een formulier. Zonder “{name}” kan een andere site uw browser er een in uw naam laten "
                "verzenden, en ziet deze site het verschil niet."
            ),
        ),
    },
    "notice": {
        "en": (
            "Notices",
            "To tell you on the next page what became of what you sent",
            (
                "You send a form and are led to another page. Without “{name}” that page could not show you whether "
                "it was saved; the notice goes away once you have seen it."
            ),
        ),
        "fr": (
            "Messages",
            "Vous dire sur la page suivante ce qu’est devenu votre envoi",
            (
                "Vous envoyez un formulaire et arrivez sur une autre page. Sans « {name} », celle-ci ne pourrait pas "
                "vous dire s’il a été enregistré ; le message disparaît une fois vu."
            ),
        ),
        "de": (
            "Hinweise",
            "Um Ihnen auf der nächsten Seite zu sagen, was aus dem Abgeschickten geworden ist",
            (
                "Sie schicken ein Formular ab und gelangen auf eine andere Seite. Ohne „{name}“ könnte diese nicht "
                "zeigen, ob es gespeichert wurde; der Hinweis verschwindet, sobald Sie ihn gesehen haben."
            ),
        ),
        "es": (
            "Avisos",
            "Para decirle en la página siguiente qué ha sido de lo que ha enviado",
            (
                "Usted envía un formulario y pasa a otra página. Sin «{name}», esta no podría mostrarle si se ha "
                "guardado; el aviso desaparece una vez visto."
            ),
        ),
        "it": (
            "Avvisi",
            "Per dire nella pagina successiva che cosa è stato di quanto inviato",
            (
                "L’utente invia un modulo e passa a un’altra pagina. Senza «{name}» questa non potrebbe mostrare se è"
                " stato salvato; l’avviso scompare una volta visto."
            ),
        ),
        "nl": (
            "Meldingen",
            "Om u op de volgende pagina te zeggen wat er met het verzondene is gebeurd",
            (
                "U verzendt een formulier en komt op een andere pagina. Zonder “{name}” kan die niet tonen of het is "
                "opgeslagen; de melding verdwijnt zodra u haar hebt gezien."
            ),
        ),
    },
    "language": {
        "en": (
            "Language selection",
            "To show the pages in the language that you chose",
            (
                "Set only when you choose a language yourself. Without “{name}” the next page would be in another one"
                " again; it ends with the browser’s session."
            ),
        ),
        "fr": (
            "Choix de la langue",
            "Afficher les pages dans la langue que vous avez choisie",
            (
                "Déposé uniquement lorsque vous choisissez vous-même une langue. Sans « {name} », la page suivante "
                "serait de nouveau dans une autre ; il prend fin avec la session du navigateur."
            ),
        ),
        "de": (
            "Sprachwahl",
            "Um die Seiten in der Sprache zu zeigen, die Sie gewählt haben",
            (
                "Wird nur gesetzt, wenn Sie selbst eine Sprache wählen. Ohne „{name}“ wäre die nächste Seite wieder "
                "in einer anderen; es endet mit der Browsersitzung."
            ),
        ),
        "es": (
            "Selección de idioma",
            "Para mostrar las páginas en el idioma que usted ha elegido",
            (
                "Solo se instala cuando usted mismo elige un idioma. Sin «{name}», la página siguiente volvería a "
                "estar en otro; termina con la sesión del navegador."
            ),
        ),
        "it": (
            "Scelta della lingua",
            "Per mostrare le pagine nella lingua scelta",
            (
                "Impostato solo quando la lingua viene scelta dal visitatore. Senza «{name}» la pagina successiva "
                "sarebbe di nuovo in un’altra; termina con la sessione del browser."
            ),
        ),
        "nl": (
            "Taalkeuze",
            "Om de pagina’s te tonen in de taal die u hebt gekozen",
            (
                "Wordt alleen geplaatst als u zelf een taal kiest. Zonder “{name}” staat de volgende pagina weer in "
                "een andere; het eindigt met de browsersessie."
            ),
        ),
    },
    "test": {
        "en": (
            "Check before signing in",
            "To find out on the sign-in page whether your browser keeps cookies at all",
            (
                "Set only on the sign-in page. Without “{name}” a browser that keeps no cookies would lead you back "
                "there again and again, and you would not learn why."
            ),
        ),
        "fr": (
            "Vérification avant connexion",
            "Savoir, sur la page de connexion, si votre navigateur conserve des cookies",
            (
                "Déposé uniquement sur la page de connexion. Sans « {name} », un navigateur qui ne conserve aucun "
                "cookie vous y ramènerait sans cesse, sans que vous sachiez pourquoi."
            ),
        ),
        "de": (
            "Prüfung vor der Anmeldung",
            "Um auf der Anmeldeseite festzustellen, ob Ihr Browser überhaupt Cookies behält",
            (
                "Wird nur auf der Anmeldeseite gesetzt. Ohne „{name}“ führte Sie ein Browser, der keine Cookies "
                "behält, immer wieder dorthin zurück, ohne dass Sie erführen, warum."
            ),
        ),
        "es": (
            "Comprobación antes de iniciar sesión",
            "Para saber, en la página de inicio de sesión, si su navegador conserva cookies",
            (
                "Solo se instala en la página de inicio de sesión. Sin «{name}», un navegador que no conserva cookies"
                " le llevaría allí una y otra vez sin que usted supiera por qué."
            ),
        ),
        "it": (
            "Verifica prima dell’accesso",
            "Per sapere, nella pagina di accesso, se il browser conserva i cookie",
            (
                "Impostato solo nella pagina di accesso. Senza «{name}» un browser che non conserva cookie vi "
                "riporterebbe di continuo, senza che se ne sappia il motivo."
            ),
        ),
        "nl": (
            "Controle voor het aanmelden",
            "Om op de aanmeldpagina na te gaan of uw browser cookies bewaart",
            (
                "Wordt alleen op de aanmeldpagina geplaatst. Zonder “{name}” zou een browser die geen cookies bewaart"
                " u daar steeds weer naartoe leiden zonder dat u weet waarom."
            ),
        ),
    },
}

NECESSARY: dict[str, tuple[str, str]] = {
    "en": ("Necessary", "What the site needs to do what you ask of it."),
    "fr": ("Nécessaires", "Ce dont le site a besoin pour faire ce que vous lui demandez."),
    "de": ("Notwendig", "Was die Website braucht, um zu tun, worum Sie bitten."),
    "es": ("Necesarias", "Lo que el sitio necesita para hacer lo que usted le pide."),
    "it": ("Necessari", "Ciò di cui il sito ha bisogno per fare quanto richiesto."),
    "nl": ("Noodzakelijk", "Wat de site nodig heeft om te doen wat u vraagt."),
}
"""Label and text of the purpose, where the declaration has none for what is strictly necessary."""
