//! Random structures, shares, closings, handovers, merges and erasures: the list of each reader holds those
//! whose file is open to them and nobody else, as an oracle written apart says.

use std::collections::BTreeSet;

use chrono::Days;
use passerelle_base::Date;
use passerelle_gens::accompagnements::{lien, qui_suit, restreindre};
use passerelle_socle::access::{
    Acteur, Action, Compte, Faits, Lien, Objet, Perimetre, Portee, Role, Structure, Suivi, Vue, may,
};
use passerelle_socle::db::{self, Base, FromQueryResult, Selection};
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

use super::{gens, id};
use passerelle_monde::{Monde, mondes};

/// What was written about one young person, in days from today.
#[derive(Debug, Default)]
struct Fiche {
    id: Uuid,
    /// (structure, end, in charge)
    suivis: Vec<(usize, Option<i64>, bool)>,
    /// (structure, from, end, taken back)
    partages: Vec<(usize, i64, i64, bool)>,
    /// (account, structure, from, end)
    referents: Vec<(usize, usize, i64, Option<i64>)>,
    efface: bool,
    fusionne: bool,
}

impl Fiche {
    fn tirer(alea: &mut ChaCha8Rng, structures: usize, comptes: usize) -> Self {
        let mut f = Self { id: Uuid::now_v7(), ..Self::default() };
        let mut charge = false;
        for s in 0..structures {
            if alea.random_bool(0.3) {
                f.suivis.push((s, Some(-alea.random_range(0..60)), false));
            }
            if alea.random_bool(0.3) {
                let en_charge = !charge && alea.random_bool(0.6);
                charge |= en_charge;
                f.suivis.push((s, None, en_charge));
            }
            for _ in 0..alea.random_range(0..3) {
                let du = alea.random_range(-40..10);
                f.partages.push((s, du, du + alea.random_range(1..60), alea.random_bool(0.3)));
            }
        }
        // One after the other, around the limit of the days of reading that follow a handover.
        let mut du = -alea.random_range(60..120);
        for _ in 0..alea.random_range(0..3) {
            let au = du + alea.random_range(1..50);
            if au > 0 {
                break;
            }
            f.referents.push((alea.random_range(0..comptes), alea.random_range(0..structures), du, Some(au)));
            du = au;
        }
        if alea.random_bool(0.5) {
            f.referents.push((alea.random_range(0..comptes), alea.random_range(0..structures), du, None));
        }
        f.efface = alea.random_bool(0.1);
        f.fusionne = alea.random_bool(0.1);
        f
    }

    fn ouvert_aujourdhui(&self, structure: usize) -> (bool, bool) {
        let suit = self.suivis.iter().any(|s| s.0 == structure && s.1.is_none());
        let partage = self.partages.iter().any(|p| p.0 == structure && p.1 <= 0 && p.2 > 0 && !p.3);
        (suit, partage)
    }

    /// What the oracle says: in the list; how much of the file is read.
    fn attendu(&self, role: Role, compte: usize, structure: usize, accompagne: bool) -> (bool, Option<Vue>) {
        if self.efface || self.fusionne {
            return (false, None);
        }
        let (suit, partage) = self.ouvert_aujourdhui(structure);
        let passe = self.referents.iter().any(|r| (r.0, r.1) == (compte, structure) && r.3.is_some_and(|au| au > -30));
        let clos = self.suivis.iter().any(|s| s.0 == structure && s.1.is_some());
        let relit = passe || (role == Role::Responsable && clos && !suit);
        let social = accompagne && matches!(role, Role::Responsable | Role::Conseiller);
        let vue = match (suit || relit, partage) {
            (true, _) if social => Some(Vue::Suivi),
            (true, _) | (_, true) => Some(Vue::Partenaire),
            _ => None,
        };
        (suit || partage, vue)
    }
}

async fn ecrire(base: &Base, fiches: &[Fiche], structures: &[Uuid], comptes: &[Id<Compte>]) {
    let jour = |n: i64| -> Date {
        let aujourdhui = Monde::horloge().aujourdhui();
        if n < 0 { aujourdhui - Days::new(n.unsigned_abs()) } else { aujourdhui + Days::new(n.unsigned_abs()) }
    };
    let tx = base.transaction().await.unwrap();
    for table in [
        "demandes_acces",
        "partages",
        "referents",
        "accompagnements",
        "positionnements",
        "participations",
        "contrats",
        "numeros",
        "jeunes_mots",
    ] {
        db::executer(&tx, &format!("DELETE FROM {table}"), []).await.unwrap();
    }
    db::executer(&tx, "UPDATE jeunes SET fusionne_dans = NULL", []).await.unwrap();
    db::executer(&tx, "DELETE FROM jeunes", []).await.unwrap();
    let id = || uuid::Uuid::now_v7();
    for f in fiches {
        let sql =
            "INSERT INTO jeunes (id, nom, prenom, nom_plie, efface_le) VALUES ($1, 'Tiree', 'Au', 'tiree au', $2)";
        db::executer(&tx, sql, [f.id.into(), f.efface.then_some(1i64).into()]).await.unwrap();
        for (s, au, charge) in &f.suivis {
            let sql = "INSERT INTO accompagnements (id, jeune_id, structure_id, du, au, en_charge) VALUES ($1, $2, $3, $4, $5, $6)";
            let valeurs = [
                id().into(),
                f.id.into(),
                structures[*s].into(),
                jour(-90).into(),
                au.map(jour).into(),
                (*charge).into(),
            ];
            db::executer(&tx, sql, valeurs).await.unwrap();
        }
        for (s, du, au, revoque) in &f.partages {
            let sql = "INSERT INTO partages (id, jeune_id, structure_id, finalite, du, au, revoque_le, cree_le) VALUES ($1, $2, $3, 'formation', $4, $5, $6, 0)";
            let valeurs = [
                id().into(),
                f.id.into(),
                structures[*s].into(),
                jour(*du).into(),
                jour(*au).into(),
                revoque.then_some(1i64).into(),
            ];
            db::executer(&tx, sql, valeurs).await.unwrap();
        }
        for (c, s, du, au) in &f.referents {
            let sql =
                "INSERT INTO referents (id, jeune_id, compte_id, structure_id, du, au) VALUES ($1, $2, $3, $4, $5, $6)";
            let valeurs = [
                id().into(),
                f.id.into(),
                comptes[*c].uuid().into(),
                structures[*s].into(),
                jour(*du).into(),
                au.map(jour).into(),
            ];
            db::executer(&tx, sql, valeurs).await.unwrap();
        }
    }
    for f in fiches.iter().filter(|f| f.fusionne) {
        let sql = "UPDATE jeunes SET fusionne_dans = $2 WHERE id = $1";
        db::executer(&tx, sql, [f.id.into(), fiches[0].id.into()]).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// A list as any other writes it: rows about a young person, kept to a perimeter.
async fn liste(base: &Base, perimetre: &Perimetre) -> BTreeSet<Uuid> {
    let selection = Selection::nouvelle("j.id", "jeunes j", "");
    let jour = Monde::horloge().aujourdhui();
    let selection = restreindre(selection, perimetre, jour, "j.id").ordre("j.id");
    let lues = selection.page(base.lecture(), 0, 1_000).await.unwrap();
    assert_eq!(selection.compter(base.lecture()).await.unwrap(), i64::try_from(lues.len()).unwrap());
    #[derive(FromQueryResult)]
    struct Ligne {
        id: Uuid,
    }
    lues.iter().map(|l| Ligne::from_query_result(l, "").unwrap().id).collect()
}

/// The page that says who follows says it of those who read, today: of nobody whose share has not begun, or is over.
async fn dits_par_la_page(monde: &Monde, fiches: &[Fiche], structures: &[Uuid]) {
    let jour = Monde::horloge().aujourdhui();
    for f in fiches {
        let dits = qui_suit(monde.base.lecture(), jour, Id::from_uuid(f.id)).await.unwrap();
        let cas = format!("{} {f:?} {dits:?}", monde.moteur);
        let suivent: BTreeSet<Uuid> = dits.iter().filter(|q| q.en_cours).map(|q| q.structure_id.uuid()).collect();
        let lisent =
            structures.iter().enumerate().filter(|(s, _)| matches!(f.ouvert_aujourdhui(*s), (true, _) | (_, true)));
        assert_eq!(suivent, lisent.map(|(_, id)| *id).collect(), "{cas}");
        assert!(dits.iter().all(|q| q.du.is_none_or(|du| du <= jour)), "{cas}");
    }
}

#[tokio::test]
async fn a_list_is_those_whose_file_is_open() {
    const ROLES: [Role; 4] = [Role::Responsable, Role::Conseiller, Role::Formateur, Role::Developpeur];
    for monde in mondes("perimetre").await {
        let g = gens(&monde).await;
        let comptes = [g.nora.compte.unwrap(), g.claire.compte.unwrap(), g.diallo.compte.unwrap()];
        let mut structures = Vec::new();
        for code in ["ML-NORD", "ML-SUD", "CFA-LAC", "FT-CENTRE"] {
            structures.push(id(&monde, "structures", &format!("code = '{code}'")).await);
        }
        let mut alea = ChaCha8Rng::seed_from_u64(2018);
        let (mut tirages, mut ouverts, mut vus) = (0, 0, BTreeSet::new());
        for tour in 0..12 {
            let fiches: Vec<Fiche> =
                (0..30).map(|_| Fiche::tirer(&mut alea, structures.len(), comptes.len())).collect();
            ecrire(&monde.base, &fiches, &structures, &comptes).await;
            dits_par_la_page(&monde, &fiches, &structures).await;
            for (s, structure) in structures.iter().enumerate() {
                let (c, role) = (alea.random_range(0..comptes.len()), *ROLES.choose(&mut alea).unwrap());
                let accompagne = alea.random_bool(0.5);
                let structure: Id<Structure> = Id::from_uuid(*structure);
                let acteur = Acteur::Compte {
                    id: comptes[c],
                    nom: "Tirée".into(),
                    habilitation: Id::from_uuid(Uuid::nil()),
                    role,
                    portee: Portee::Structure { id: structure, accompagne },
                };
                let accorde = may(&acteur, Action::Lister, Objet::Jeunes, &Faits::default()).unwrap();
                let listes = liste(&monde.base, &accorde.perimetre()).await;
                for f in &fiches {
                    let cas = format!("{} {tour} {role:?} s{s} c{c} {f:?}", monde.moteur);
                    let (attendu, vue) = f.attendu(role, c, s, accompagne);
                    assert_eq!(listes.contains(&f.id), attendu, "list: {cas}");
                    let lu = lien(monde.base.lecture(), &acteur, Monde::horloge().aujourdhui(), Id::from_uuid(f.id))
                        .await
                        .unwrap();
                    assert_eq!(lu.is_none(), f.fusionne, "merged: {cas}");
                    let rendue = lu.and_then(|l| may(&acteur, Action::Consulter, Objet::Jeunes, &Faits::sur(l)).ok());
                    assert_eq!(rendue.map(|a| a.vue()), vue, "file: {cas}");
                    tirages += 1;
                    ouverts += i32::from(attendu);
                    vus.insert(vue);
                }
            }
        }
        assert!(
            tirages >= 1_000 && ouverts > 200 && vus.len() == 3,
            "{}: {tirages} draws, {ouverts} open, {vus:?}",
            monde.moteur
        );
    }
}

/// The decision alone, against the same oracle: what is drawn is a link, no base needed.
#[test]
fn the_decision_says_what_the_oracle_says() {
    let mut alea = ChaCha8Rng::seed_from_u64(7);
    let mut ouverts = 0;
    for _ in 0..20_000 {
        let f = Fiche::tirer(&mut alea, 3, 3);
        let (c, s) = (alea.random_range(0..3), alea.random_range(0..3));
        let role =
            *[Role::Responsable, Role::Conseiller, Role::Formateur, Role::Developpeur].choose(&mut alea).unwrap();
        let accompagne = alea.random_bool(0.5);
        let (suit, partage) = f.ouvert_aujourdhui(s);
        let lien = Lien {
            suivi: match (suit, f.suivis.iter().any(|x| x.0 == s)) {
                (true, _) => Suivi::Ouvert,
                (false, true) => Suivi::Clos,
                (false, false) => Suivi::Aucun,
            },
            en_charge: f.suivis.iter().any(|x| x.0 == s && x.1.is_none() && x.2),
            referent: f.referents.iter().any(|r| (r.0, r.1) == (c, s) && r.3.is_none()),
            ancien_referent: f.referents.iter().any(|r| (r.0, r.1) == (c, s) && r.3.is_some_and(|au| au > -30)),
            partage,
            efface: f.efface || f.fusionne,
            ..Lien::default()
        };
        let acteur = Acteur::Compte {
            id: Id::from_uuid(Uuid::nil()),
            nom: String::new(),
            habilitation: Id::from_uuid(Uuid::nil()),
            role,
            portee: Portee::Structure { id: Id::from_uuid(Uuid::nil()), accompagne },
        };
        let peut = |action, objet| may(&acteur, action, objet, &Faits::sur(lien)).is_ok();
        let (_, vue) = f.attendu(role, c, s, accompagne);
        let cas = format!("{role:?} {lien:?}");
        assert_eq!(
            may(&acteur, Action::Consulter, Objet::Jeunes, &Faits::sur(lien)).ok().map(|a| a.vue()),
            vue,
            "{cas}"
        );
        // Opening, answering: the référent, or the responsable of the structure in charge, of a structure that follows.
        let repond = suit && !lien.efface && (lien.referent || (role == Role::Responsable && lien.en_charge));
        assert_eq!(peut(Action::Partager, Objet::Partages), repond, "{cas}");
        assert_eq!(peut(Action::Repondre, Objet::DemandesAcces), repond, "{cas}");
        assert_eq!(
            peut(Action::Passer, Objet::Referents),
            suit && !lien.efface && (lien.referent || role == Role::Responsable),
            "{cas}"
        );
        ouverts += i32::from(vue.is_some());
    }
    assert!(ouverts > 5_000, "{ouverts} open only");
}
