//! A delivery whose every text tries to break out of where it is shown.

/// What is tried.
pub const HOSTILES: [&str; 10] = [
    "\"><script>alert(1)</script>",
    "{{7*7}}${7*7}{%if 1%}",
    "'; DROP TABLE jeunes;--",
    "\u{202e}gpj.exe\u{200f}",
    "ligne un\r\nSet-Cookie: a=b",
    "=HYPERLINK(\"http://ailleurs.example\";\"Cliquez\")",
    "<img src=x onerror=alert(2)>",
    "</title></svg></style></textarea><script>alert(3)</script>",
    "javascript:alert(4)",
    "a;b,c\td|e\"f'g`h&amp;i",
];

/// What is kept of it: the marks of direction, which nobody types, go.
pub fn garde(texte: &str) -> String {
    texte.replace(['\u{202e}', '\u{200f}'], "")
}

/// One row a hostile text, in every field that takes text.
pub fn livraison() -> Vec<(&'static str, Vec<u8>)> {
    let ecrire = |entetes: &str, ligne: &dyn Fn(usize, &str) -> Vec<String>| {
        let mut csv = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        csv.write_record(entetes.split(';')).unwrap();
        for (i, h) in HOSTILES.iter().enumerate() {
            csv.write_record(ligne(i, h)).unwrap();
        }
        csv.into_inner().unwrap()
    };
    let t = |texte: &str| texte.to_owned();
    // A code and a person's name are on one line: with a line break their row is refused, which other stories tell.
    let ligne = |texte: &str| texte.split_whitespace().collect::<Vec<_>>().join(" ");
    let code = |lettre: char, i: usize, h: &str| ligne(&format!("{lettre}{i}{h}"));
    vec![
        (
            "structures.csv",
            ecrire("code;nom;type;departement;bassin;reseau", &|i, h| {
                vec![code('S', i, h), format!("{h} nom{i}"), t("mission_locale"), ligne(h), t(h), t(h)]
            }),
        ),
        (
            "jeunes.csv",
            ecrire("structure;numero;nom;prenom", &|i, h| {
                vec![code('S', i, h), code('J', i, h), ligne(&format!("{h} Nom{i}")), ligne(&format!("{h} Prenom{i}"))]
            }),
        ),
        (
            "actions.csv",
            ecrire("code;type;intitule;porteur;date_debut;date_fin;domaine;etat", &|i, h| {
                vec![
                    code('A', i, h),
                    t("parcours_securise"),
                    format!("{h} intitule{i}"),
                    code('S', i, h),
                    t("2017-02-01"),
                    t("2017-06-30"),
                    t(h),
                    t("close"),
                ]
            }),
        ),
        (
            "positionnements.csv",
            ecrire("structure;jeune;prescripteur;action;date;etat;date_etat;motif", &|i, h| {
                vec![
                    code('S', i, h),
                    code('J', i, h),
                    code('S', i, h),
                    code('A', i, h),
                    t("2017-03-01"),
                    t("refuse"),
                    t("2017-03-02"),
                    format!("{h} motif{i}"),
                ]
            }),
        ),
        (
            "participations.csv",
            ecrire("structure;jeune;action;date_entree;date_sortie;terminee;issue", &|i, h| {
                vec![
                    code('S', i, h),
                    code('J', i, h),
                    code('A', i, h),
                    t("2017-03-06"),
                    t("2017-06-30"),
                    t("oui"),
                    t("emploi"),
                ]
            }),
        ),
        (
            "contrats.csv",
            ecrire("structure;jeune;type;employeur_nom;cfa;certification;date_debut", &|i, h| {
                vec![
                    code('S', i, h),
                    code('J', i, h),
                    t("apprentissage"),
                    format!("{h} employeur{i}"),
                    code('S', i, h),
                    ligne(h),
                    t("2017-09-01"),
                ]
            }),
        ),
        (
            "evenements.csv",
            ecrire("code;type;intitule;date;lieu;organisateur;public;nb_cfa", &|i, h| {
                vec![
                    code('E', i, h),
                    t("rencontre_cfa_prescripteurs"),
                    format!("{h} evenement{i}"),
                    t("2018-03-14"),
                    format!("{h} lieu{i}"),
                    code('S', i, h),
                    t("oui"),
                    t("3"),
                ]
            }),
        ),
        (
            "partenariats.csv",
            ecrire("structure;etat;date", &|i, h| vec![code('S', i, h), t("initie"), t("2017-01-10")]),
        ),
        (
            "statistiques.csv",
            ecrire("serie;territoire;periode;valeur;unite;source", &|i, h| {
                let serie = if i % 2 == 0 { t("apprentis_par_departement") } else { ligne(&format!("{h} serie{i}")) };
                vec![
                    serie,
                    ligne(&format!("{h} territoire{i}")),
                    ligne(&format!("2017 {h}")),
                    i.to_string(),
                    t(h),
                    format!("{h} source{i}"),
                ]
            }),
        ),
    ]
}
