//! The minutes of a draw as people read them: what was decided, the chance, the counts, how to check. They name nobody
//! and hold no secret of the list; but a group may be of one person, so they are for the parties, like the rest. The
//! same minutes give the same bytes.

mod tableaux;

use passerelle_base::pluriel;
use passerelle_documents::{Bloc, Chiffre, Definition, Document, pdf};
use passerelle_tirage::{Empreinte, ProcesVerbal, hex, sha256};

use tableaux::{Comptes, par_huit};

/// The PDF of the minutes.
pub fn pdf_minutes(pv: &ProcesVerbal) -> anyhow::Result<Vec<u8>> {
    Ok(pdf(&document(pv))?)
}

/// No day and no reader in it: the date of a draw is that of its public value.
fn document(pv: &ProcesVerbal) -> Document {
    let protocole = pv.dossier().protocole();
    Document {
        titre: protocole.titre().to_owned(),
        sous_titre: format!(
            "{}, {}",
            pluriel(pv.dossier().liste().candidats().len() as i64, "personne", "personnes"),
            pluriel(protocole.sites().len() as i64, "site", "sites")
        ),
        organisme: "Procès-verbal de tirage au sort".into(),
        edite_le: None,
        edite_par: String::new(),
        demonstration: false,
        blocs: blocs(pv),
    }
}

fn blocs(pv: &ProcesVerbal) -> Vec<Bloc> {
    let mut blocs = vec![titre("Résultat", "resultat"), Bloc::Chiffres(chiffres(pv))];
    blocs.push(Bloc::Note(
        "Ce document ne nomme personne, mais quelqu'un qui est seul dans son groupe s'y reconnaît : remettez-le aux parties, \
         pas au public. Qui a été affecté où se lit dans affectations.csv et proces-verbal.json."
            .into(),
    ));
    blocs.push(Bloc::Tableau(tableaux::sites(pv)));
    blocs.push(titre("Règles fixées avant le tirage", "regles"));
    blocs.extend(regles(pv));
    blocs.push(titre("Hasard", "hasard"));
    blocs.extend(hasard(pv));
    blocs.push(titre("Probabilité de chaque personne", "probabilites"));
    blocs.push(Bloc::Paragraphe(
        "Avant le hasard, toutes les personnes d'une même vague d'un même site avaient exactement ces probabilités, quelle \
         que soit leur strate."
            .into(),
    ));
    blocs.push(Bloc::Tableau(tableaux::probabilites(pv)));
    blocs.push(titre("Effectifs de chaque groupe", "groupes"));
    blocs.push(Bloc::Tableau(tableaux::groupes(pv)));
    blocs.push(titre("Reports d'une vague à l'autre", "reports"));
    let ecart = pv.dossier().protocole().bras().len() as i64 - 1;
    blocs.push(Bloc::Paragraphe(format!(
        "Un quota n'est pas toujours un nombre entier. Ce qui reste passe au groupe, puis à la vague qui suivent : depuis la \
         première vague, chaque bras d'un site est à moins de {} de son quota.",
        pluriel(ecart, "personne", "personnes")
    )));
    blocs.push(Bloc::Tableau(tableaux::reports(pv)));
    blocs.push(titre("Vérifier ce tirage", "verifier"));
    blocs.extend(verifier(pv));
    blocs
}

fn titre(texte: &str, ancre: &str) -> Bloc {
    Bloc::Titre { niveau: 2, texte: texte.into(), ancre: ancre.into() }
}

fn chiffres(pv: &ProcesVerbal) -> Vec<Chiffre> {
    let chiffre = |cle, n: u64, libelle: &str, definition: &str| Chiffre {
        cle,
        valeur: (n as i64).into(),
        libelle: libelle.into(),
        complement: None,
        lien: None,
        definition: definition.into(),
    };
    let total = Comptes::de(pv, |_| true);
    let bras = pv.dossier().protocole().bras();
    let mut chiffres = vec![
        chiffre("liste", total.a_tirer + total.exclus, "personnes sur la liste", "Liste figée avant le tirage."),
        chiffre("exclus", total.exclus, "exclues", "Sur la liste, et non tirées, pour un motif du protocole."),
        chiffre("admis", total.admis, "admises", "Dans la population mère, réparties entre les bras."),
    ];
    let par_bras = bras.iter().zip(&total.bras);
    chiffres.extend(par_bras.map(|(nom, n)| chiffre("bras", *n, nom, "Personnes que le tirage affecte à ce bras.")));
    chiffres.push(chiffre("surnombre", total.surnombre(), "en surnombre", "Au-delà de la capacité de leur site."));
    chiffres
}

fn regles(pv: &ProcesVerbal) -> Vec<Bloc> {
    let protocole = pv.dossier().protocole();
    let strates: Vec<&str> = protocole.strates().iter().map(|s| s.colonne.as_str()).collect();
    let phrase = format!(
        "Bras, dans l'ordre où ils prennent les tickets : {}. Vagues, dans l'ordre : {}. {}",
        protocole.bras().join(", "),
        protocole.vagues().join(", "),
        if strates.is_empty() { "Sans strates.".to_owned() } else { format!("Strates : {}.", strates.join(", ")) }
    );
    let mut blocs = vec![Bloc::Paragraphe(phrase), Bloc::Tableau(tableaux::ratios(protocole))];
    blocs.extend((!protocole.exclusions().is_empty()).then(|| Bloc::Tableau(tableaux::exclusions(pv))));
    blocs
}

fn lisible(empreinte: &Empreinte) -> String {
    par_huit(&hex(empreinte))
}

fn definition(terme: &str, texte: &str, reference: &str) -> Definition {
    Definition { terme: terme.into(), texte: texte.into(), reference: Some(reference.into()) }
}

fn hasard(pv: &ProcesVerbal) -> Vec<Bloc> {
    let (dossier, protocole) = (pv.dossier(), pv.dossier().protocole());
    let mut lignes = Vec::new();
    match protocole.hasard() {
        "" => {}
        annonce => lignes.push(definition("Source annoncée", annonce, "Écrite dans le protocole, publié avant.")),
    }
    lignes.push(definition("Valeur publique", pv.alea(), "Inconnue de tous quand la racine a été publiée."));
    lignes.push(definition(
        "Racine de la liste",
        &lisible(dossier.racine()),
        "Publiée avant le tirage (engagement.json).",
    ));
    let empreinte = lisible(&protocole.empreinte());
    lignes.push(definition("Empreinte du protocole", &empreinte, "Publiée avant le tirage (engagement.json)."));
    if let Some(avant) = dossier.precedent() {
        lignes.push(definition(
            "Procès-verbal précédent",
            &par_huit(&avant.sha256),
            "SHA-256 du procès-verbal des vagues d'avant.",
        ));
    }
    lignes.push(definition(
        "Graine",
        &lisible(pv.graine()),
        "SHA-256 de ce qui précède et des secrets ; tout en découle.",
    ));
    let mut blocs = vec![Bloc::Definitions(lignes)];
    if protocole.hasard().is_empty() {
        blocs.push(Bloc::Note(
            "Le protocole n'annonçait pas d'où viendrait la valeur publique : demandez où et quand elle l'a été."
                .into(),
        ));
    }
    blocs.push(if protocole.parties().is_empty() {
        Bloc::Paragraphe("Aucune partie n'a engagé de secret : le hasard tient à la seule valeur publique.".into())
    } else {
        Bloc::Tableau(tableaux::parties(pv))
    });
    blocs
}

fn verifier(pv: &ProcesVerbal) -> Vec<Bloc> {
    let etapes = [
        "1. Comparez la racine et l'empreinte du protocole, plus haut, à celles qui ont été publiées avant le tirage.",
        "2. Comparez la valeur publique à sa source, et la date de la source à celle de la publication.",
        "3. Refaites le tirage à partir de proces-verbal.json : ouvrez verifier.html dans un navigateur, sans réseau, ou lancez \
         « python3 verifier.py proces-verbal.json », ou « passerelle tirage verifier proces-verbal.json ». Les trois sont écrits \
         séparément et doivent donner le même verdict.",
        "4. Comparez l'empreinte des fichiers reçus à celles-ci (« sha256sum fichier » ; sous Windows, « certutil -hashfile \
         fichier SHA256 »). Elles sont écrites ici par groupes de huit chiffres.",
        "5. Chaque personne peut demander la preuve qu'elle était sur la liste : elle ne montre personne d'autre.",
    ];
    let mut blocs: Vec<Bloc> = etapes.iter().map(|e| Bloc::Paragraphe((*e).to_owned())).collect();
    let empreinte = |texte: String| lisible(&sha256(texte.as_bytes()));
    blocs.push(Bloc::Definitions(vec![
        definition("proces-verbal.json", &empreinte(pv.json()), "SHA-256. Tout ce qu'il faut pour refaire le tirage."),
        definition("affectations.csv", &empreinte(pv.affectations()), "SHA-256. Une ligne par personne tirée."),
    ]));
    blocs.push(Bloc::Note(
        "Ce que cela prouve : personne n'a pu choisir le résultat sans connaître d'avance la valeur publique et tous les \
         secrets. Ce que cela ne prouve pas : que la liste était complète, ni qu'il n'y a pas eu d'autre tirage de la même \
         vague ; c'est pourquoi la racine et les effectifs sont publiés avant."
            .into(),
    ));
    blocs
}
