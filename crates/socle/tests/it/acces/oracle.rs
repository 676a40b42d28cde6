//! The decision against an oracle written apart from it: rules in a flat list, in the order in which
//! one would tell them. The two are compared on every case there is, not on draws.

use passerelle_base::Id;
use passerelle_socle::access::{Acteur, Action, Faits, Lien, Objet, Portee, Role, Suivi, Vue, may};

use passerelle_monde::acteurs::portee;

/// One case: who, at what, with which link.
struct Cas {
    role: Role,
    accompagne: bool,
    lien: Lien,
}

impl Cas {
    fn suit(&self) -> bool {
        self.lien.suivi == Suivi::Ouvert
    }
    /// Reads without following any more.
    fn relit(&self) -> bool {
        self.lien.ancien_referent || (self.role == Role::Responsable && self.lien.suivi == Suivi::Clos)
    }
    fn lit(&self) -> bool {
        self.suit() || self.relit() || self.lien.partage
    }
    /// Answers for the file before the others.
    fn repond(&self) -> bool {
        self.suit() && (self.lien.referent || (self.role == Role::Responsable && self.lien.en_charge))
    }
    /// May know of obstacles: a social trade, and one's own follow-up.
    fn social(&self) -> bool {
        self.accompagne && matches!(self.role, Role::Responsable | Role::Conseiller) && (self.suit() || self.relit())
    }
}

struct Regle {
    roles: &'static [Role],
    actions: &'static [Action],
    objets: &'static [Objet],
    si: fn(&Cas) -> bool,
}

use Action::{Consulter, Creer, Demander, Exporter, Lister, Modifier, Partager, Passer, Repondre, Retirer};
use Objet as O;
use Role as R;

const LIRE: &[Action] = &[Consulter, Lister, Exporter];
const ECRIRE: &[Action] = &[Creer, Modifier, Retirer];
const PROS: &[Role] = &[R::Responsable, R::Conseiller, R::Formateur, R::Developpeur];

/// What is said of one young person, rule by rule.
const REGLES: &[Regle] = &[
    // Whoever keeps the platform reads what files brought, and erases on request.
    Regle {
        roles: &[R::Administrateur],
        actions: LIRE,
        objets: &[
            O::Jeunes,
            O::Accompagnements,
            O::Referents,
            O::Partages,
            O::Participations,
            O::Positionnements,
            O::Contrats,
        ],
        si: |_| true,
    },
    Regle { roles: &[R::Administrateur], actions: &[Retirer], objets: &[O::Jeunes], si: |_| true },
    // Anybody who works with young people welcomes a new one, asks for a file, invites an employer.
    Regle { roles: PROS, actions: &[Creer], objets: &[O::Jeunes, O::Apprentis], si: |_| true },
    Regle { roles: PROS, actions: &[Demander], objets: &[O::DemandesAcces], si: |_| true },
    // Whoever follows, was handed over from not long ago, or was shared with, reads.
    Regle {
        roles: PROS,
        actions: LIRE,
        objets: &[
            O::Jeunes,
            O::Accompagnements,
            O::Referents,
            O::Contacts,
            O::Notes,
            O::Documents,
            O::Participations,
            O::Positionnements,
            O::Contrats,
        ],
        si: Cas::lit,
    },
    Regle { roles: PROS, actions: LIRE, objets: &[O::Partages, O::DemandesAcces], si: Cas::suit },
    Regle { roles: PROS, actions: LIRE, objets: &[O::Freins], si: Cas::social },
    // Who may be drawn at random is entered by the social team; the group is for whoever answers for the file.
    Regle { roles: PROS, actions: LIRE, objets: &[O::Candidats], si: |c| c.suit() && c.social() },
    Regle { roles: PROS, actions: ECRIRE, objets: &[O::Candidats], si: |c| c.suit() && c.social() },
    Regle { roles: PROS, actions: LIRE, objets: &[O::Groupes], si: |c| c.repond() && c.social() },
    Regle { roles: PROS, actions: &[Creer], objets: &[O::Groupes], si: |c| c.repond() && c.social() },
    // Whoever follows writes; whoever was shared with adds their own facts.
    Regle {
        roles: PROS,
        actions: ECRIRE,
        objets: &[O::Contacts, O::Notes, O::Documents],
        si: |c| c.suit() || c.lien.partage,
    },
    Regle { roles: PROS, actions: ECRIRE, objets: &[O::Freins], si: |c| c.suit() && c.social() },
    Regle { roles: PROS, actions: &[Modifier], objets: &[O::Jeunes], si: Cas::suit },
    Regle { roles: PROS, actions: &[Creer], objets: &[O::MonEspace], si: Cas::suit },
    Regle { roles: PROS, actions: &[Modifier, Retirer], objets: &[O::Accompagnements], si: Cas::suit },
    Regle { roles: PROS, actions: &[Creer], objets: &[O::Referents], si: |c| c.suit() && c.lien.en_charge },
    // The référent, or the responsable of the structure in charge, opens and closes the file to others.
    Regle { roles: PROS, actions: &[Partager, Retirer], objets: &[O::Partages], si: Cas::repond },
    Regle { roles: PROS, actions: &[Repondre], objets: &[O::DemandesAcces], si: Cas::repond },
    Regle {
        roles: PROS,
        actions: &[Passer],
        objets: &[O::Referents],
        si: |c| c.suit() && (c.lien.referent || c.role == R::Responsable),
    },
    // Employers read their apprentices, young people their own space.
    Regle { roles: &[R::Employeur], actions: LIRE, objets: &[O::Apprentis], si: |c| c.lien.contrat },
    Regle { roles: &[R::Jeune], actions: LIRE, objets: &[O::MonEspace], si: |c| c.lien.soi },
    Regle { roles: &[R::Jeune], actions: ECRIRE, objets: &[O::MonEspace], si: |c| c.lien.soi },
    // The pilote reads that a fact exists, in a list, never whose.
    Regle {
        roles: &[R::Pilote],
        actions: &[Lister, Exporter],
        objets: &[O::Participations, O::Positionnements, O::Contrats],
        si: |_| true,
    },
];

fn oracle(cas: &Cas, action: Action, objet: Objet) -> bool {
    !cas.lien.efface
        && REGLES.iter().any(|r| {
            r.roles.contains(&cas.role) && r.actions.contains(&action) && r.objets.contains(&objet) && (r.si)(cas)
        })
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
fn the_decision_and_the_oracle_agree_on_every_case() {
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
                            oracle(&cas, *action, objet),
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
