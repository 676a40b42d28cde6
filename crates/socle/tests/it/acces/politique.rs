//! The pure decision: its whole table, and what must hold whatever is drawn.

use passerelle_socle::access::{Acteur, Action, Champ, Faits, Lien, Objet, Refus, Role, Suivi, Vue, may};
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use passerelle_monde::acteurs::{compte, portee};
use passerelle_monde::{Monde, golden, id_de, mondes};

const FAITS: [Option<bool>; 3] = [None, Some(true), Some(false)];
/// About people: whoever does not follow them reads no identity there.
const PERSONNES: [Objet; 5] =
    [Objet::Jeunes, Objet::Positionnements, Objet::Contrats, Objet::Participations, Objet::Cas];

fn mot(acteur: &Acteur, action: Action, objet: Objet, faits: &Faits) -> &'static str {
    match may(acteur, action, objet, faits) {
        Ok(accorde) => match accorde.vue() {
            Vue::Complete => "complete",
            Vue::Suivi => "suivi",
            Vue::Partenaire => "partenaire",
            Vue::Employeur => "employeur",
            Vue::Personne => "personne",
            Vue::SansIdentite => "sans identité",
            Vue::Publique => "publique",
        },
        Err(Refus::NonConnecte) => "se connecter",
        Err(Refus::Inconnu) => "-",
    }
}

fn decision(acteur: &Acteur, action: Action, objet: Objet, public: Option<bool>) -> &'static str {
    mot(acteur, action, objet, &Faits { public, lien: None })
}

/// The states in which a young person's file may be, for whoever asks.
pub fn etats() -> [(&'static str, Lien); 8] {
    let aucun = Lien::default();
    [
        ("référent", Lien { suivi: Suivi::Ouvert, en_charge: true, referent: true, ..aucun }),
        ("structure", Lien { suivi: Suivi::Ouvert, en_charge: true, ..aucun }),
        ("partage", Lien { partage: true, ..aucun }),
        ("passé", Lien { suivi: Suivi::Ouvert, ancien_referent: true, ..aucun }),
        ("clos", Lien { suivi: Suivi::Clos, ..aucun }),
        ("ailleurs", aucun),
        ("soi", Lien { soi: true, contrat: true, ..aucun }),
        (
            "effacé",
            Lien {
                soi: true,
                suivi: Suivi::Ouvert,
                referent: true,
                contrat: true,
                partage: true,
                efface: true,
                ..aucun
            },
        ),
    ]
}

/// Every object × action × actor × state: who is granted what, and nothing else. A role that is not named on a
/// line is refused.
#[test]
fn the_whole_policy_is_a_reviewed_table() {
    let mut acteurs = vec![("public", Acteur::Public)];
    acteurs.extend(Role::TOUS.map(|r| (r.code(), compte(r))));
    let mut table = String::new();
    for objet in Objet::TOUS {
        for action in Action::TOUS {
            let mut dits = String::new();
            for (nom, acteur) in &acteurs {
                let texte = if objet.personnel() || matches!(objet, Objet::MonEspace | Objet::Apprentis) {
                    let mut cas = vec![("liste", mot(acteur, *action, *objet, &Faits::default()))];
                    cas.extend(etats().map(|(etat, lien)| (etat, mot(acteur, *action, *objet, &Faits::sur(lien)))));
                    let ouverts = cas.into_iter().filter(|(_, m)| !["-", "se connecter"].contains(m));
                    ouverts.map(|(etat, m)| format!("{etat} {m}")).collect::<Vec<_>>().join(", ")
                } else {
                    let mut cas = FAITS.map(|f| decision(acteur, *action, *objet, f)).to_vec();
                    cas.dedup();
                    if cas.iter().all(|m| ["-", "se connecter"].contains(m)) { String::new() } else { cas.join(" / ") }
                };
                if !texte.is_empty() {
                    dits += &format!("    {nom}: {texte}\n");
                }
            }
            if !dits.is_empty() {
                table += &format!("{} {}\n{dits}", objet.code(), action.code());
            }
        }
    }
    golden::comparer("politique.txt", &table);
    let mut champs = String::new();
    for champ in Champ::TOUS {
        let vues = Vue::TOUTES.into_iter().filter(|v| v.voit(champ)).map(|v| format!("{v:?}"));
        champs += &format!("{champ:?}: {}\n", vues.collect::<Vec<_>>().join(", "));
    }
    golden::comparer("champs.txt", &champs);
}

fn tirer_acteur(alea: &mut ChaCha8Rng) -> Acteur {
    match alea.random_range(0..4) {
        0 => Acteur::Public,
        1 => Acteur::Systeme,
        _ => {
            let role = *Role::TOUS.choose(alea).unwrap();
            Acteur::Compte {
                id: Id::from_uuid(uuid::Uuid::from_u128(alea.random())),
                nom: ["Public", "Système", "administrateur", "Paul R.", ""].choose(alea).unwrap().to_string(),
                habilitation: Id::from_uuid(uuid::Uuid::from_u128(alea.random())),
                role,
                portee: portee(role),
            }
        }
    }
}

#[test]
fn whatever_is_drawn_the_decision_keeps_its_promises() {
    let mut alea = ChaCha8Rng::seed_from_u64(93);
    let mut accordes = 0;
    for _ in 0..20_000 {
        let acteur = tirer_acteur(&mut alea);
        let (action, objet) = (*Action::TOUS.choose(&mut alea).unwrap(), *Objet::TOUS.choose(&mut alea).unwrap());
        let public = *FAITS.choose(&mut alea).unwrap();
        let faits = Faits { public, lien: None };
        let rendu = may(&acteur, action, objet, &faits);
        let cas = format!("{acteur:?} {action:?} {objet:?} {public:?}");
        // A fact never opens what was closed without it.
        let sans = may(&acteur, action, objet, &Faits::default());
        assert!(rendu.is_err() || sans.is_ok(), "a fact opened it: {cas}");
        if let Acteur::Compte { role, .. } = acteur {
            // A role decides; a name or an identifier never does.
            assert_eq!(
                decision(&acteur, action, objet, public),
                decision(&compte(role), action, objet, public),
                "{cas}"
            );
        }
        let Ok(accorde) = rendu else {
            assert_eq!(rendu.unwrap_err() == Refus::NonConnecte, acteur == Acteur::Public, "{cas}");
            continue;
        };
        accordes += 1;
        assert_eq!(
            (accorde.acteur(), accorde.action(), accorde.objet()),
            (&acteur, action, objet),
            "the proof is of something else: {cas}"
        );
        if acteur == Acteur::Public {
            let publie = matches!(objet, Objet::PagePublique | Objet::Session | Objet::Enquetes)
                || (objet == Objet::Evenements && public != Some(false));
            assert!(publie && accorde.vue() == Vue::Publique, "the public reads what is not published: {cas}");
        }
        if matches!(acteur, Acteur::Compte { role: Role::Pilote, .. }) && PERSONNES.contains(&objet) {
            assert_ne!(accorde.vue(), Vue::Complete, "a pilote reads an identity: {cas}");
        }
        // Whoever only reads figures changes nothing about anybody.
        let lecture = matches!(action, Action::Consulter | Action::Lister | Action::Exporter);
        if matches!(acteur, Acteur::Compte { role: Role::Pilote | Role::Financeur, .. }) && !lecture {
            // A survey is answered by whoever holds its link, whatever else they are.
            let permis = matches!(objet, Objet::Session | Objet::MonCompte | Objet::Enquetes)
                || (action, objet) == (Action::Figer, Objet::Bilans);
            assert!(permis, "somebody who reads figures writes: {cas}");
        }
    }
    assert!(accordes > 5_000, "only {accordes} draws were granted: the properties say little");
}

/// The public list of events is the events that the public may read, whatever the filters.
#[tokio::test]
async fn the_public_list_is_what_the_decision_lets_through() {
    const TYPES: [&str; 4] = ["forum", "promotion", "comite_pilotage", "coordination"];
    let mut alea = ChaCha8Rng::seed_from_u64(2017);
    let mut csv = String::from("code;type;intitule;date;public\n");
    let mut evenements = Vec::new();
    for rang in 0..160 {
        let genre = *TYPES.choose(&mut alea).unwrap();
        let jour = format!("2017-{:02}-{:02}", alea.random_range(1..=12), alea.random_range(1..=28));
        let public = *["oui", "non", ""].choose(&mut alea).unwrap();
        csv += &format!("E{rang};{genre};Titre-{rang}-;{jour};{public}\n");
        evenements.push((format!("Titre-{rang}-"), genre, jour, public));
    }
    for monde in mondes("liste_publique").await {
        let rapport = monde.livrer(&[("evenements.csv", &csv)]).await;
        assert_eq!(rapport.fichiers[0].crees, 160);
        let public = monde.visiteur(None).await;
        for _ in 0..12 {
            let genre = ["", "forum", "promotion", "comite_pilotage"].choose(&mut alea).unwrap();
            let du = ["", "2017-04-01", "2017-09-15"].choose(&mut alea).unwrap();
            let au = ["", "2017-06-30", "2017-12-01"].choose(&mut alea).unwrap();
            let visible = |p: &str| {
                may(
                    &Acteur::Public,
                    Action::Consulter,
                    Objet::Evenements,
                    &Faits { public: Some(p == "oui"), lien: None },
                )
                .is_ok()
            };
            // What only its members come to is nobody else's; whoever names no day is told of what comes.
            let jour = Monde::horloge().aujourdhui().to_string();
            let filtre = |(_, g, j, p): &&(String, &str, String, &str)| {
                visible(p)
                    && *g != "comite_pilotage"
                    && (!du.is_empty() || !au.is_empty() || *j >= jour)
                    && (genre.is_empty() || g == genre)
                    && (du.is_empty() || j.as_str() >= *du)
                    && (au.is_empty() || j.as_str() <= *au)
            };
            let mut attendus: Vec<&str> = evenements.iter().filter(filtre).map(|e| e.0.as_str()).collect();
            let mut lus = Vec::new();
            for page in 1..=8 {
                let html = public.page(&format!("/evenements?type={genre}&du={du}&au={au}&page={page}")).await;
                let dernier = lus.len();
                lus.extend(
                    evenements
                        .iter()
                        .map(|e| e.0.as_str())
                        .filter(|t| html.contains(t) && !lus.contains(t))
                        .collect::<Vec<_>>(),
                );
                if lus.len() == dernier {
                    break;
                }
            }
            attendus.sort_unstable();
            lus.sort_unstable();
            assert_eq!(lus, attendus, "{} : {genre:?} {du:?} {au:?}", monde.moteur);
        }
    }
}

/// A hidden event is nowhere for the public: list, count, home page, record.
#[tokio::test]
async fn a_hidden_event_does_not_exist_for_the_public() {
    const CACHES: [&str; 2] = ["Rencontre de printemps", "Comité sans mention"];
    for monde in mondes("evenement_cache").await {
        monde.peupler().await;
        let sans_mention = "code;type;intitule;date;public\nX9;comite_pilotage;Comité sans mention;2019-01-10;\n";
        monde.livrer(&[("evenements.csv", sans_mention)]).await;
        let (public, pilote) = (monde.visiteur(None).await, monde.visiteur(Some(Role::Pilote)).await);
        for chemin in ["/", "/evenements", "/evenements?type=comite_pilotage", "/plan"] {
            let html = public.page(chemin).await;
            assert!(!CACHES.iter().any(|c| html.contains(c)), "{chemin}");
        }
        assert!(
            public.page("/evenements?du=2017-01-01").await.contains("1\u{a0}événement<"),
            "the count tells of others"
        );
        assert!(public.page("/evenements?type=comite_pilotage").await.contains("Aucun résultat"));
        let inconnu = public.get(&format!("/evenements/{}", uuid::Uuid::nil())).await;
        for code in ["R1", "X9"] {
            let id = id_de(&monde, "evenements", &format!("code = '{code}'")).await;
            assert_eq!(
                public.get(&format!("/evenements/{id}")).await,
                inconnu,
                "a hidden event answers as an unknown one"
            );
            assert!(pilote.page(&format!("/evenements/{id}")).await.contains("Annoncé au public"));
        }
        let visible = id_de(&monde, "evenements", "code = 'F1'").await;
        let fiche = public.page(&format!("/evenements/{visible}")).await;
        assert!(fiche.contains("Forum des métiers") && !fiche.contains("Qui est venu"), "the public reads the numbers");
    }
}
