//! What is asked of every page, on its parsed HTML.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html, Selector};

/// The elements a selector finds.
pub fn tous<'a>(page: &'a Html, selecteur: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selecteur).expect("a selector written here")).collect()
}

/// The elements a selector finds inside another.
pub fn dans<'a>(element: ElementRef<'a>, selecteur: &str) -> Vec<ElementRef<'a>> {
    element.select(&Selector::parse(selecteur).expect("a selector written here")).collect()
}

/// The text of an element, spaces made simple.
pub fn texte(element: ElementRef) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn attribut<'a>(element: ElementRef<'a>, nom: &str) -> &'a str {
    element.value().attr(nom).unwrap_or_default()
}

/// The scripts of the frame; no page brings another.
const NOS_SCRIPTS: [&str; 2] = ["/assets/vendor/htmx.org-2.0.11/htmx.min.js", "/assets/session.js"];

/// What is wrong with a page; nothing, most of the time.
pub fn fautes(brut: &str) -> Vec<String> {
    let page = Html::parse_document(brut);
    let mut fautes: Vec<String> = page.errors.iter().map(|e| format!("HTML: {e}")).collect();
    fautes.extend(forme(&page));
    fautes.extend(titres(&page));
    fautes.extend(reperes(&page));
    fautes.extend(formulaires(&page));
    fautes.extend(tableaux(&page));
    fautes.extend(inerte(&page));
    fautes.sort();
    fautes.dedup();
    fautes
}

fn forme(page: &Html) -> Vec<String> {
    let mut fautes = Vec::new();
    if attribut(page.root_element(), "lang") != "fr" {
        fautes.push("the language is not said to be French".into());
    }
    let titre = tous(page, "head > title").first().map(|t| texte(*t)).unwrap_or_default();
    if !titre.ends_with("Passerelle") || titre.starts_with('–') {
        fautes.push(format!("the title is « {titre} »"));
    }
    for (nom, combien) in [
        ("main#contenu", 1),
        ("header", 1),
        ("footer", 1),
        ("a.evitement[href=\"#contenu\"]", 1),
        ("meta[name=viewport]", 1),
    ] {
        let n = tous(page, nom).len();
        if n != combien {
            fautes.push(format!("{n} {nom}"));
        }
    }
    let mention = tous(page, "footer a[href=\"/accessibilite\"]");
    if mention.len() != 1 || texte(mention[0]) != "Accessibilité : non conforme" {
        fautes.push("the footer does not say « Accessibilité : non conforme »".into());
    }
    if tous(page, ".btn-primary").len() > 1 {
        fautes.push("more than one primary action".into());
    }
    fautes
}

fn titres(page: &Html) -> Vec<String> {
    let mut fautes = Vec::new();
    let mut avant = 0;
    let titres = tous(page, "h1, h2, h3, h4, h5, h6");
    for t in &titres {
        let niveau = t.value().name()[1..].parse::<i32>().unwrap_or(9);
        if niveau > avant + 1 {
            fautes.push(format!("« {} » is a h{niveau} after a h{avant}", texte(*t)));
        }
        if texte(*t).is_empty() {
            fautes.push("an empty heading".into());
        }
        avant = niveau;
    }
    let h1 = titres.iter().filter(|t| t.value().name() == "h1").count();
    if h1 != 1 {
        fautes.push(format!("{h1} h1"));
    }
    fautes
}

/// Identifiers are unique and what refers to one finds it.
fn reperes(page: &Html) -> Vec<String> {
    let mut fautes = Vec::new();
    let mut connus = BTreeSet::new();
    for e in tous(page, "[id]") {
        let id = attribut(e, "id");
        if id.is_empty() || id.contains(char::is_whitespace) || !connus.insert(id.to_owned()) {
            fautes.push(format!("the id « {id} » is empty, has a space, or is there twice"));
        }
    }
    for nom in ["for", "aria-labelledby", "aria-describedby", "aria-controls"] {
        for e in tous(page, &format!("[{nom}]")) {
            for cible in attribut(e, nom).split_whitespace().filter(|c| !connus.contains(*c)) {
                fautes.push(format!("{nom}=« {cible} » leads nowhere"));
            }
        }
    }
    for e in tous(page, "a[href^=\"#\"]") {
        let cible = &attribut(e, "href")[1..];
        if !connus.contains(cible) {
            fautes.push(format!("the link #{cible} leads nowhere"));
        }
    }
    for e in tous(page, "a, button, summary") {
        if texte(e).is_empty() && attribut(e, "aria-label").is_empty() {
            fautes.push(format!("a {} without a word", e.value().name()));
        }
    }
    for e in tous(page, "img").into_iter().filter(|e| e.value().attr("alt").is_none()) {
        fautes.push(format!("an image without alternative: {}", attribut(e, "src")));
    }
    for e in tous(page, "svg") {
        let dite = !attribut(e, "aria-label").is_empty()
            || !attribut(e, "aria-labelledby").is_empty()
            || !dans(e, "title").is_empty();
        if attribut(e, "aria-hidden") != "true" && (attribut(e, "role") != "img" || !dite) {
            fautes.push("a drawing that neither says what it shows nor is hidden".into());
        }
    }
    for e in tous(page, "time") {
        let quand = attribut(e, "datetime");
        if quand.len() < 10 || !quand.as_bytes()[..4].iter().all(u8::is_ascii_digit) {
            fautes.push(format!("<time> says « {quand} »"));
        }
    }
    fautes
}

fn formulaires(page: &Html) -> Vec<String> {
    let mut fautes = Vec::new();
    for champ in tous(page, "input, select, textarea") {
        if matches!(attribut(champ, "type"), "hidden" | "submit" | "button") {
            continue;
        }
        let id = attribut(champ, "id");
        let nomme =
            tous(page, "label").iter().any(|l| !id.is_empty() && attribut(*l, "for") == id && !texte(*l).is_empty());
        if !nomme && attribut(champ, "aria-label").is_empty() {
            fautes.push(format!("the field « {} » has no label", attribut(champ, "name")));
        }
    }
    for f in tous(page, "form") {
        let (methode, vers) = (attribut(f, "method"), f.value().attr("action"));
        if !matches!(methode, "get" | "post") || vers.is_some_and(|v| !v.starts_with('/') || v.starts_with("//")) {
            fautes.push(format!("a form « {methode} » to « {vers:?} »"));
        }
        if dans(f, "button").is_empty() {
            fautes.push("a form without a button".into());
        }
    }
    fautes
}

fn tableaux(page: &Html) -> Vec<String> {
    let mut fautes = Vec::new();
    for t in tous(page, "table") {
        let legende = dans(t, "caption").first().map(|c| texte(*c)).unwrap_or_default();
        if legende.is_empty() {
            fautes.push("a table without a caption".into());
        }
        for th in dans(t, "th") {
            if !matches!(attribut(th, "scope"), "col" | "row") {
                fautes.push(format!("« {legende} »: the heading « {} » has no scope", texte(th)));
            }
        }
        let largeur = dans(t, "thead th").len();
        for rangee in dans(t, "tbody tr, tfoot tr") {
            if dans(rangee, "th, td").len() != largeur || dans(rangee, "th").len() != 1 {
                fautes.push(format!("« {legende} »: a row is not {largeur} cells under one heading"));
            }
        }
    }
    fautes
}

/// Nothing runs, nothing is styled in place, nothing comes from elsewhere.
fn inerte(page: &Html) -> Vec<String> {
    let mut fautes = Vec::new();
    for e in tous(page, "*") {
        let nom = e.value().name();
        for (attribut, valeur) in e.value().attrs() {
            if attribut == "style"
                || attribut.starts_with("on")
                || attribut.starts_with("hx-on")
                || attribut == "srcdoc"
            {
                fautes.push(format!("<{nom} {attribut}=…>"));
            }
            let adresse =
                matches!(attribut, "href" | "src" | "action" | "formaction" | "data" | "poster" | "xlink:href");
            let interne = valeur.starts_with('#')
                || (valeur.starts_with('/') && !valeur.starts_with("//") && !valeur.contains('\\'));
            // Calling and writing to somebody is asked of the reader's own telephone.
            let appel = nom == "a" && (valeur.starts_with("tel:+") || valeur.starts_with("mailto:"));
            if adresse && !interne && !appel {
                fautes.push(format!("<{nom} {attribut}=\"{valeur}\"> leads out of the site"));
            }
        }
        let permis = nom != "script" || (NOS_SCRIPTS.contains(&attribut(e, "src")) && texte(e).is_empty());
        if !permis
            || matches!(
                nom,
                "style"
                    | "iframe"
                    | "object"
                    | "embed"
                    | "base"
                    | "foreignobject"
                    | "foreignObject"
                    | "applet"
                    | "math"
            )
        {
            fautes.push(format!("<{nom}>"));
        }
    }
    fautes
}

/// The addresses a page leads to or needs, in order, without their fragments.
pub fn liens(page: &Html) -> Vec<String> {
    let mut liens = Vec::new();
    for e in tous(page, "a[href], link[href], script[src], img[src]") {
        for nom in ["href", "src"] {
            let lien = attribut(e, nom).split('#').next().unwrap_or_default();
            if lien.starts_with('/') {
                liens.push(lien.to_owned());
            }
        }
    }
    liens.extend(tous(page, "form[method=get][action]").into_iter().map(envoyee));
    liens
}

/// The address that a search form asks for when it is sent as it is shown.
fn envoyee(formulaire: ElementRef) -> String {
    let mut paires = Vec::new();
    for champ in dans(formulaire, "input[name], select[name]") {
        let valeur = match champ.value().name() {
            "select" => {
                let options = dans(champ, "option");
                let choisie = options.iter().find(|o| o.value().attr("selected").is_some()).or(options.first());
                choisie.map(|o| o.value().attr("value").map_or_else(|| texte(*o), str::to_owned)).unwrap_or_default()
            }
            _ => attribut(champ, "value").to_owned(),
        };
        let valeur: String = valeur
            .bytes()
            .map(|o| if o.is_ascii_alphanumeric() || o == b'-' { (o as char).to_string() } else { format!("%{o:02X}") })
            .collect();
        paires.push(format!("{}={valeur}", attribut(champ, "name")));
    }
    format!("{}?{}", attribut(formulaire, "action"), paires.join("&"))
}

#[test]
fn a_bad_page_is_told_from_a_good_one() {
    let cadre = |contenu: &str| {
        format!(
            "<!doctype html><html lang=\"fr\"><head><title>Ici – Passerelle</title><meta name=\"viewport\" content=\"x\"></head><body>\
             <a class=\"evitement\" href=\"#contenu\">Aller</a><header></header><main id=\"contenu\"><h1>Ici</h1>{contenu}</main>\
             <footer><a href=\"/accessibilite\">Accessibilité : non conforme</a></footer></body></html>"
        )
    };
    assert_eq!(fautes(&cadre("<p>Rien.</p>")), Vec::<String>::new());
    for (mauvais, dit) in [
        ("<h3>x</h3>", "h3 after a h1"),
        ("<h1>Deux</h1>", "2 h1"),
        ("<p id=\"contenu\">x</p>", "there twice"),
        ("<input name=\"q\">", "no label"),
        ("<a href=\"/x\"></a>", "without a word"),
        ("<a href=\"#rien\">x</a>", "leads nowhere"),
        ("<a href=\"https://ailleurs.example\">x</a>", "out of the site"),
        ("<a href=\"javascript:alert(1)\">x</a>", "out of the site"),
        ("<p style=\"color:red\">x</p>", "<p style"),
        ("<p onclick=\"x()\">x</p>", "<p onclick"),
        ("<script>alert(1)</script>", "<script>"),
        ("<script src=\"/assets/autre.js\" defer></script>", "<script>"),
        ("<script src=\"/assets/session.js\">alert(1)</script>", "<script>"),
        ("<style>p{}</style>", "<style>"),
        ("<table><tbody><tr><td>x</td></tr></tbody></table>", "without a caption"),
        ("<table><caption>C</caption><thead><tr><th>A</th></tr></thead></table>", "no scope"),
        ("<p>x</div>", "HTML:"),
        ("<img src=\"/x.png\">", "without alternative"),
        ("<svg></svg>", "a drawing"),
        ("<a class=\"btn-primary\" href=\"/\">x</a><a class=\"btn-primary\" href=\"/\">y</a>", "primary"),
    ] {
        let trouvees = fautes(&cadre(mauvais)).join("\n");
        assert!(trouvees.contains(dit), "{mauvais}: {trouvees}");
    }
}
