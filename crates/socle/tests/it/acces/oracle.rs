//! The decision against the users' guide: `docs/guide/roles.md` says in tables who does what, and those tables are the oracle.
//!
//! Nothing here repeats the policy. A row of the guide names gestures and people in words; this file says what each of those
//! words means of a person and their link to a file, once, and nothing else. Whoever changes who may do what changes a cell of
//! the guide; whoever writes a word that is not known here, or takes one away, is told so. The two are compared on every case
//! there is, not on draws.

use passerelle_monde::acteurs::portee;
use passerelle_monde::guide;
use passerelle_socle::access::{Acteur, Action, Champ, Faits, Lien, Objet, Portee, Role, Suivi, Vue, may};
use passerelle_socle::ident::Id;

/// One case: who, at what, with which link.
struct Cas {
    role: Role,
    accompagne: bool,
    lien: Lien,
}

use Action::{Consulter, Creer, Demander, Exporter, Lister, Modifier, Partager, Passer, Repondre, Retirer};
use Champ as C;
use Objet as O;
use Role as R;

const LIRE: &[Action] = &[Consulter, Lister, Exporter];
const ECRIRE: &[Action] = &[Creer, Modifier, Retirer];

impl Cas {
    fn pro(&self) -> bool {
        matches!(self.role, R::Responsable | R::Conseiller | R::Formateur | R::Developpeur)
    }
    fn suit(&self) -> bool {
        self.pro() && self.lien.suivi == Suivi::Ouvert
    }
    /// « L'équipe sociale », as the guide defines it.
    fn sociale(&self) -> bool {
        self.accompagne && matches!(self.role, R::Responsable | R::Conseiller)
    }
}

/// What a word of the guide says of somebody.
type Mot = (&'static str, fn(&Cas) -> bool);

/// « Le dossier », first column of the table of states.
const DOSSIERS: [Mot; 6] = [
    ("suivi par ma structure", |c| c.lien.suivi == Suivi::Ouvert),
    ("ouvert à ma structure, jusqu'à une date", |c| c.lien.partage),
    ("que j'ai passé à un collègue", |c| c.lien.ancien_referent),
    ("que ma structure ne suit plus", |c| c.lien.suivi == Suivi::Clos),
    ("suivi ailleurs", |_| true),
    ("effacé", |c| c.lien.efface),
];

/// Who reads or writes, in the other columns of that table.
const LECTEURS: [Mot; 7] = [
    ("toute l'équipe", |_| true),
    ("toute l'équipe, sans les freins", |_| true),
    ("ses rendez-vous, ses notes, ses documents", |_| true),
    // The link itself ends after thirty days: its own stories say so.
    ("moi, pendant 30 jours, si la structure ne suit plus", |_| true),
    ("le ou la responsable", |c| c.role == R::Responsable),
    ("personne", |_| false),
    ("personne ; on peut demander l'accès", |_| false),
];

/// Who makes a gesture.
const QUI: [Mot; 13] = [
    ("l'administration", |c| c.role == R::Administrateur),
    ("le pilotage", |c| c.role == R::Pilote),
    ("le jeune lui-même", |c| c.role == R::Jeune && c.lien.soi),
    ("l'employeur dont le contrat court", |c| c.role == R::Employeur && c.lien.contrat),
    ("tout professionnel d'une structure", Cas::pro),
    ("l'équipe qui suit", Cas::suit),
    ("l'équipe qui suit, si sa structure est en charge", |c| c.suit() && c.lien.en_charge),
    ("l'équipe sociale qui suit", |c| c.suit() && c.sociale()),
    ("le référent", |c| c.suit() && c.lien.referent),
    ("le ou la responsable dont la structure suit", |c| c.suit() && c.role == R::Responsable),
    ("le ou la responsable de la structure en charge", |c| c.suit() && c.lien.en_charge && c.role == R::Responsable),
    ("le référent, dans l'équipe sociale", |c| c.suit() && c.lien.referent && c.sociale()),
    ("le ou la responsable de l'équipe sociale en charge", |c| {
        c.suit() && c.lien.en_charge && c.role == R::Responsable && c.sociale()
    }),
];

/// The gestures, by their words: what they are for the decision.
type Geste = (&'static str, &'static [Action], &'static [Objet]);
const GESTES: [Geste; 24] = [
    (
        "lire la fiche, qui suit, le parcours, les contrats et les pistes, les rendez-vous, les notes, les documents",
        LIRE,
        &[
            O::Jeunes,
            O::Accompagnements,
            O::Referents,
            O::Participations,
            O::Positionnements,
            O::Contrats,
            O::Pistes,
            O::Contacts,
            O::Notes,
            O::Documents,
        ],
    ),
    ("lire les freins", LIRE, &[O::Freins]),
    ("voir à qui le dossier est ouvert, et qui demande", LIRE, &[O::Partages, O::DemandesAcces]),
    (
        "noter un rendez-vous, une note, un document ; les corriger, les retirer",
        ECRIRE,
        &[O::Contacts, O::Notes, O::Documents],
    ),
    ("noter un frein, le lever", ECRIRE, &[O::Freins]),
    ("corriger la fiche, réunir deux fiches", &[Modifier], &[O::Jeunes]),
    ("demander une place, suivre la demande, l'annuler", ECRIRE, &[O::Positionnements]),
    ("ouvrir une piste, dire où elle en est", ECRIRE, &[O::Pistes]),
    ("ouvrir son espace au jeune", &[Creer], &[O::MonEspace]),
    ("arrêter le suivi, confier la charge", &[Modifier, Retirer], &[O::Accompagnements]),
    ("nommer un référent", &[Creer], &[O::Referents]),
    ("passer la main", &[Passer], &[O::Referents]),
    ("ouvrir le dossier à une structure, prolonger, arrêter", &[Partager, Retirer], &[O::Partages]),
    ("répondre à une demande d'accès", &[Repondre], &[O::DemandesAcces]),
    ("voir une candidature à un tirage", LIRE, &[O::Candidats]),
    ("inscrire à un tirage, corriger, retirer", ECRIRE, &[O::Candidats]),
    ("lire le groupe tiré", LIRE, &[O::Groupes]),
    ("noter un écart à ce qui a été tiré", &[Creer], &[O::Groupes]),
    ("accueillir un jeune, inviter un employeur", &[Creer], &[O::Jeunes, O::Apprentis]),
    ("demander l'accès à un dossier", &[Demander], &[O::DemandesAcces]),
    (
        "lire ce que les fichiers ont apporté, qui suit et à qui le dossier est ouvert",
        LIRE,
        &[
            O::Jeunes,
            O::Accompagnements,
            O::Referents,
            O::Partages,
            O::Participations,
            O::Positionnements,
            O::Contrats,
            O::Pistes,
        ],
    ),
    ("effacer le dossier", &[Retirer], &[O::Jeunes]),
    (
        "compter et emporter positionnements, contrats et participations, sans l'identité",
        &[Lister, Exporter],
        &[O::Participations, O::Positionnements, O::Contrats],
    ),
    ("lire ses apprentis", LIRE, &[O::Apprentis]),
];
/// One's own space is two gestures in one.
const SON_ESPACE: &str = "lire son espace, corriger ses coordonnées, contester, s'opposer";

/// The fields of a file, by the rows of the table of fields.
const CHAMPS: [(&str, &[Champ]); 12] = [
    ("prénom", &[C::Prenom]),
    ("nom, naissance, coordonnées, situation", &[C::Nom, C::EtatCivil, C::Coordonnees, C::Situation]),
    ("numéros (P3, i-milo…)", &[C::Numeros]),
    ("qui suit, parcours", &[C::QuiSuit, C::Parcours]),
    ("contrats", &[C::Contrats]),
    ("rendez-vous et appels", &[C::Contacts]),
    ("freins", &[C::Freins]),
    ("notes et documents de la structure", &[C::NotesStructure]),
    ("notes et documents pour ceux qui suivent", &[C::NotesSuivi]),
    ("notes et documents pour le jeune aussi", &[C::NotesJeune]),
    ("à qui le dossier est ouvert", &[C::Partages]),
    ("qui a lu", &[C::QuiALu]),
];
/// Its columns.
const COLONNES: [(&str, Vue); 5] = [
    ("sa structure d'accompagnement", Vue::Suivi),
    ("dossier ouvert, ou CFA", Vue::Partenaire),
    ("administration", Vue::Complete),
    ("employeur", Vue::Employeur),
    ("le jeune", Vue::Personne),
];

/// A table of the guide: the rows under the heading that begins so.
fn table(premiere: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let guide = guide::page("roles.md");
    let debut = guide
        .find(&format!("\n{premiere}"))
        .unwrap_or_else(|| panic!("no table of the guide begins with « {premiere} »"));
    let mut rangees = guide::rangees(&guide[debut..]);
    let entete = rangees.remove(0);
    assert!(rangees.len() > 3, "« {premiere} » is an empty table");
    (entete, rangees)
}

fn mot<'a>(mots: &'a [Mot], dit: &str) -> &'a Mot {
    mots.iter()
        .find(|(m, _)| *m == dit)
        .unwrap_or_else(|| panic!("the guide says « {dit} »: say in oracle.rs what it means"))
}

/// The guide, read.
struct Guide {
    /// Of a file in some state: who reads it, who writes in it.
    dossiers: Vec<(Mot, Mot, Mot)>,
    /// Gestures, and who makes each.
    gestes: Vec<(Geste, Vec<String>)>,
}

impl Guide {
    fn lire() -> Self {
        let (_, etats) = table("| le dossier |");
        assert_eq!(etats.len(), DOSSIERS.len(), "a state of a file is not told");
        let dossiers =
            etats.iter().map(|r| (*mot(&DOSSIERS, &r[0]), *mot(&LECTEURS, &r[1]), *mot(&LECTEURS, &r[2]))).collect();
        let (_, rangees) = table("| geste |");
        assert_eq!(rangees.len(), GESTES.len() + 1, "a gesture is not told");
        let mut gestes = Vec::new();
        for r in &rangees {
            let qui: Vec<String> = r[1].split(" ; ").map(str::to_owned).collect();
            if r[0] == SON_ESPACE {
                gestes.push(((SON_ESPACE, LIRE, &[O::MonEspace][..]), qui.clone()));
                gestes.push(((SON_ESPACE, ECRIRE, &[O::MonEspace][..]), qui));
                continue;
            }
            let geste = GESTES.iter().find(|g| g.0 == r[0]);
            gestes.push((*geste.unwrap_or_else(|| panic!("« {} »: say in oracle.rs what it is", r[0])), qui));
        }
        Self { dossiers, gestes }
    }

    fn lit(&self, c: &Cas) -> bool {
        c.pro() && self.dossiers.iter().any(|(etat, lit, _)| etat.1(c) && lit.1(c))
    }

    /// Reads because one follows, or followed: what is lent to others is not all there is.
    fn lit_tout(&self, c: &Cas) -> bool {
        c.pro()
            && self.dossiers.iter().any(|(etat, lit, _)| etat.1(c) && lit.1(c) && !lit.0.contains("sans les freins"))
    }

    fn ecrit(&self, c: &Cas) -> bool {
        c.pro() && self.dossiers.iter().any(|(etat, _, ecrit)| etat.1(c) && ecrit.1(c))
    }

    fn accorde(&self, c: &Cas, action: Action, objet: Objet) -> bool {
        // « Effacé : personne », whatever else is said.
        !c.lien.efface
            && self.gestes.iter().filter(|((_, a, o), _)| a.contains(&action) && o.contains(&objet)).any(|(_, qui)| {
                qui.iter().any(|q| match q.as_str() {
                    "qui lit le dossier" => self.lit(c),
                    "qui écrit dans le dossier" => self.ecrit(c),
                    "l'équipe sociale qui lit tout le dossier" => self.lit_tout(c) && c.sociale(),
                    autre => mot(&QUI, autre).1(c),
                })
            })
    }
}

#[test]
fn every_field_of_a_file_is_shown_to_whom_the_guide_says() {
    let (entete, rangees) = table("| | sa structure");
    assert_eq!(entete[1..], COLONNES.map(|(mots, _)| mots.to_owned()));
    assert_eq!(rangees.len(), CHAMPS.len());
    let mut vus = Vec::new();
    for r in &rangees {
        let (_, champs) = CHAMPS.iter().find(|(mots, _)| *mots == r[0]).unwrap_or_else(|| panic!("« {} »?", r[0]));
        for ((_, vue), cellule) in std::iter::zip(COLONNES, &r[1..]) {
            let oui = match cellule.as_str() {
                "oui" | "la sienne" | "les siens" => true,
                "non" | "dans le journal" => false,
                autre => panic!("« {} »: « {autre} » says neither yes nor no", r[0]),
            };
            for champ in *champs {
                assert_eq!(vue.voit(*champ), oui, "{vue:?} {champ:?}: the guide says « {cellule} »");
                vus.push(*champ);
            }
        }
    }
    assert!(Champ::TOUS.iter().all(|c| vus.contains(c)), "a field is in no row of the guide");
}

/// Every link there is.
fn liens() -> Vec<Lien> {
    let mut liens = Vec::new();
    for suivi in [Suivi::Aucun, Suivi::Clos, Suivi::Ouvert] {
        for bits in 0..128u8 {
            let bit = |n: u8| bits >> n & 1 == 1;
            liens.push(Lien {
                soi: bit(0),
                suivi,
                en_charge: bit(1),
                referent: bit(2),
                ancien_referent: bit(3),
                partage: bit(4),
                contrat: bit(5),
                efface: bit(6),
            });
        }
    }
    liens
}

fn acteur(role: Role, accompagne: bool) -> Acteur {
    let portee = match portee(role) {
        Portee::Structure { id, .. } => Portee::Structure { id, accompagne },
        autre => autre,
    };
    let nul = uuid::Uuid::nil();
    Acteur::Compte { id: Id::from_uuid(nul), nom: "Claire N.".into(), habilitation: Id::from_uuid(nul), role, portee }
}

fn personnels() -> Vec<Objet> {
    Objet::TOUS.iter().copied().filter(|o| o.personnel() || matches!(o, O::MonEspace | O::Apprentis)).collect()
}

#[test]
fn the_decision_and_the_guide_agree_on_every_case() {
    let guide = Guide::lire();
    let (mut cas_vus, mut ouverts) = (0u64, 0u64);
    for role in Role::TOUS {
        for accompagne in [false, true] {
            let acteur = acteur(role, accompagne);
            for lien in liens() {
                let cas = Cas { role, accompagne, lien };
                for objet in personnels() {
                    for action in Action::TOUS {
                        let dit = may(&acteur, *action, objet, &Faits::sur(lien));
                        cas_vus += 1;
                        ouverts += u64::from(dit.is_ok());
                        assert_eq!(
                            dit.is_ok(),
                            guide.accorde(&cas, *action, objet),
                            "{role:?} (accompagne: {accompagne}) {action:?} {objet:?} {lien:?}"
                        );
                    }
                }
            }
        }
    }
    assert!(cas_vus > 1_000_000 && ouverts > 50_000, "{cas_vus} cases, {ouverts} open: the comparison says little");
}

#[test]
fn one_more_right_never_takes_another_away() {
    for role in Role::TOUS {
        for accompagne in [false, true] {
            let acteur = acteur(role, accompagne);
            for lien in liens().into_iter().filter(|l| !l.efface) {
                let mut plus = vec![
                    Lien { soi: true, ..lien },
                    Lien { en_charge: true, ..lien },
                    Lien { referent: true, ..lien },
                    Lien { ancien_referent: true, ..lien },
                    Lien { partage: true, ..lien },
                    Lien { contrat: true, ..lien },
                    Lien { suivi: Suivi::Ouvert, ..lien },
                ];
                if lien.suivi == Suivi::Aucun {
                    plus.push(Lien { suivi: Suivi::Clos, ..lien });
                }
                for objet in personnels() {
                    for action in Action::TOUS {
                        let Ok(avant) = may(&acteur, *action, objet, &Faits::sur(lien)) else { continue };
                        for plus in &plus {
                            let apres = may(&acteur, *action, objet, &Faits::sur(*plus));
                            let apres = apres.unwrap_or_else(|_| {
                                panic!("{role:?} {action:?} {objet:?}: {lien:?} opens, {plus:?} does not")
                            });
                            // Nor a field.
                            assert!(
                                avant.vue() != Vue::Suivi || apres.vue() == Vue::Suivi,
                                "{role:?} {action:?} {objet:?}: {plus:?} shows less than {lien:?}"
                            );
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn some_are_never_shown_a_person_nor_an_obstacle() {
    for role in Role::TOUS {
        for accompagne in [false, true] {
            let acteur = acteur(role, accompagne);
            for lien in liens() {
                for objet in Objet::TOUS {
                    for action in Action::TOUS {
                        let Ok(accorde) = may(&acteur, *action, *objet, &Faits::sur(lien)) else { continue };
                        let cas = format!("{role:?} {action:?} {objet:?} {lien:?}");
                        if matches!(role, R::Financeur | R::Evaluateur) {
                            assert!(!objet.personnel(), "whoever pays or evaluates reads a person: {cas}");
                        }
                        let social = accompagne && matches!(role, R::Responsable | R::Conseiller);
                        assert!(*objet != O::Freins || social, "an obstacle is read outside the social trade: {cas}");
                        assert!(accorde.vue() != Vue::Suivi || social, "{cas}");
                        assert!(!(lien.efface && objet.personnel()), "an erased file opens: {cas}");
                    }
                }
            }
        }
    }
}
