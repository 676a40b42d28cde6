//! The tables of the minutes.

use passerelle_documents::{Cellule, Colonne, Tableau};
use passerelle_tirage::{Chaine, Fraction, Groupe, ProcesVerbal, Protocole, Site};

/// People of some groups, added up.
#[derive(Default)]
pub(super) struct Comptes {
    pub a_tirer: u64,
    pub exclus: u64,
    pub admis: u64,
    pub bras: Vec<u64>,
}

impl Comptes {
    pub fn de(pv: &ProcesVerbal, garder: impl Fn(&Groupe) -> bool) -> Self {
        let liste = pv.dossier().liste();
        let mut total = Self { bras: vec![0; pv.dossier().protocole().bras().len()], ..Self::default() };
        let lignes = liste.groupes().iter().zip(&pv.tirage().groupes).zip(liste.effectifs());
        for ((_, reparti), (a_tirer, exclus)) in lignes.filter(|((groupe, _), _)| garder(groupe)) {
            total.a_tirer += a_tirer;
            total.exclus += exclus;
            total.admis += reparti.admis;
            total.bras.iter_mut().zip(&reparti.comptes).for_each(|(somme, n)| *somme += n);
        }
        total
    }

    pub fn surnombre(&self) -> u64 {
        self.a_tirer - self.admis
    }

    fn cellules(&self) -> Vec<Cellule> {
        let debut = [self.a_tirer, self.exclus, self.admis];
        debut
            .into_iter()
            .chain(self.bras.iter().copied())
            .chain([self.surnombre()])
            .map(|n| (n as i64).into())
            .collect()
    }
}

/// A hash to be compared by eye: groups of eight digits. `hexa` has 64 of them.
pub(super) fn par_huit(hexa: &str) -> String {
    let groupes: Vec<&str> = (0..hexa.len()).step_by(8).filter_map(|i| hexa.get(i..hexa.len().min(i + 8))).collect();
    groupes.join(" ")
}

/// `debut`, then a column for each arm, then the people beyond.
fn colonnes(debut: Vec<Colonne>, protocole: &Protocole, colonne: fn(&'static str, String) -> Colonne) -> Vec<Colonne> {
    let bras = protocole.bras().iter().map(|b| colonne("bras", b.clone()));
    debut.into_iter().chain(bras).chain([colonne("surnombre", "Surnombre".into())]).collect()
}

fn effectifs(mut debut: Vec<Colonne>, protocole: &Protocole) -> Vec<Colonne> {
    debut.push(Colonne::nombre("a_tirer", "À tirer"));
    debut.push(Colonne::nombre("exclus", "Exclus"));
    debut.push(Colonne::nombre("admis", "Admis"));
    colonnes(debut, protocole, Colonne::nombre)
}

fn nom(site: &Site) -> Cellule {
    let nom = if site.nom.is_empty() { &site.code } else { &site.nom };
    nom.as_str().into()
}

/// Sites of the list, with their place in the protocol.
fn sites_tires(pv: &ProcesVerbal) -> impl Iterator<Item = (usize, &Site)> {
    let liste = pv.dossier().liste();
    let sites = pv.dossier().protocole().sites().iter().enumerate();
    sites.filter(|(place, _)| liste.groupes().iter().any(|g| g.site == *place))
}

pub(super) fn sites(pv: &ProcesVerbal) -> Tableau {
    let ligne = |(place, site): (usize, &Site)| {
        std::iter::once(nom(site)).chain(Comptes::de(pv, |g| g.site == place).cellules()).collect()
    };
    let total = std::iter::once("Ensemble".into()).chain(Comptes::de(pv, |_| true).cellules()).collect();
    Tableau {
        titre: "Effectifs de chaque site".into(),
        colonnes: effectifs(vec![Colonne::texte("site", "Site")], pv.dossier().protocole()),
        lignes: sites_tires(pv).map(ligne).collect(),
        total: Some(total),
    }
}

pub(super) fn groupes(pv: &ProcesVerbal) -> Tableau {
    let (protocole, liste) = (pv.dossier().protocole(), pv.dossier().liste());
    let stratifie = !protocole.strates().is_empty();
    let mut debut = vec![Colonne::texte("site", "Site"), Colonne::texte("vague", "Vague")];
    debut.extend(stratifie.then(|| Colonne::texte("strate", "Strate")));
    let lignes = liste.groupes().iter().zip(&pv.tirage().groupes).zip(liste.effectifs());
    let lignes = lignes.map(|((groupe, reparti), (a_tirer, exclus))| {
        let mut ligne = vec![nom(&protocole.sites()[groupe.site]), protocole.vagues()[groupe.vague].as_str().into()];
        ligne.extend(stratifie.then(|| groupe.strate.replace('|', ", ").into()));
        ligne.extend(Comptes { a_tirer, exclus, admis: reparti.admis, bras: reparti.comptes.clone() }.cellules());
        ligne
    });
    Tableau { titre: String::new(), colonnes: effectifs(debut, protocole), lignes: lignes.collect(), total: None }
}

pub(super) fn ratios(protocole: &Protocole) -> Tableau {
    let mut colonnes = vec![Colonne::texte("site", "Site"), Colonne::nombre("capacite", "Capacité")];
    colonnes.extend(protocole.bras().iter().map(|b| Colonne::nombre("bras", b.clone())));
    let ligne = |site: &Site| {
        let capacite = site.capacite.map_or_else(|| "sans limite".into(), Cellule::from);
        let ratios = site.ratios.iter().map(|r| r.to_string().into());
        [nom(site), capacite].into_iter().chain(ratios).collect()
    };
    let lignes = protocole.sites().iter().map(ligne).collect();
    Tableau { titre: "Ratios et capacité de chaque site".into(), colonnes, lignes, total: None }
}

pub(super) fn exclusions(pv: &ProcesVerbal) -> Tableau {
    let candidats = pv.dossier().liste().candidats();
    let exclusions = pv.dossier().protocole().exclusions().iter().enumerate();
    let lignes = exclusions.map(|(place, exclusion)| {
        let combien = candidats.iter().filter(|c| c.exclusion == Some(place)).count();
        vec![exclusion.motif.as_str().into(), exclusion.code.as_str().into(), (combien as i64).into()]
    });
    Tableau {
        titre: "Exclusions prévues, et personnes exclues".into(),
        colonnes: vec![
            Colonne::texte("motif", "Motif"),
            Colonne::texte("code", "Code"),
            Colonne::nombre("personnes", "Personnes"),
        ],
        lignes: lignes.collect(),
        total: None,
    }
}

pub(super) fn parties(pv: &ProcesVerbal) -> Tableau {
    let parties = pv.dossier().protocole().parties().iter().zip(pv.secrets());
    Tableau {
        titre: "Parties qui ont engagé un secret".into(),
        colonnes: vec![
            Colonne::texte("partie", "Partie"),
            Colonne::texte("engagement", "Engagement publié avant (SHA-256 du secret)"),
            Colonne::texte("secret", "Secret révélé après"),
        ],
        lignes: parties
            .map(|(p, revele)| {
                vec![p.nom.as_str().into(), par_huit(&p.engagement).into(), revele.secret.as_str().into()]
            })
            .collect(),
        total: None,
    }
}

/// One row for each wave of a site that has someone to draw: the strata share these probabilities.
pub(super) fn probabilites(pv: &ProcesVerbal) -> Tableau {
    let (protocole, liste) = (pv.dossier().protocole(), pv.dossier().liste());
    let mut lignes: Vec<Vec<Cellule>> = Vec::new();
    let groupes: Vec<_> = liste.groupes().iter().zip(&pv.tirage().groupes).collect();
    for meme in groupes.chunk_by(|a, b| (a.0.site, a.0.vague) == (b.0.site, b.0.vague)) {
        let (groupe, reparti) = meme[0];
        let ici = Comptes::de(pv, |g| (g.site, g.vague) == (groupe.site, groupe.vague));
        if ici.a_tirer == 0 {
            continue;
        }
        let mut ligne = vec![nom(&protocole.sites()[groupe.site]), protocole.vagues()[groupe.vague].as_str().into()];
        ligne.extend([ici.a_tirer, ici.admis].map(|n| (n as i64).into()));
        ligne.extend(reparti.probabilites.iter().chain([&reparti.surnombre]).map(|p| p.to_string().into()));
        lignes.push(ligne);
    }
    let debut = vec![
        Colonne::texte("site", "Site"),
        Colonne::texte("vague", "Vague"),
        Colonne::nombre("a_tirer", "À tirer"),
        Colonne::nombre("places", "Places"),
    ];
    Tableau { titre: String::new(), colonnes: colonnes(debut, protocole, Colonne::nombre), lignes, total: None }
}

/// Since the first wave: people admitted, and for each arm those it got beside its quota.
pub(super) fn reports(pv: &ProcesVerbal) -> Tableau {
    let protocole = pv.dossier().protocole();
    let mut colonnes = vec![Colonne::texte("site", "Site"), Colonne::nombre("admis", "Admis")];
    for bras in protocole.bras() {
        colonnes.push(Colonne::nombre("bras", bras.clone()));
        colonnes.push(Colonne::nombre("quota", format!("Quota de {bras}")));
    }
    let lignes = protocole.sites().iter().zip(pv.avancements()).map(|(site, avancement)| {
        let admis = avancement.admis();
        let mut ligne = vec![nom(site), (admis as i64).into()];
        for (obtenus, ratio) in obtenus(&avancement.0, admis).into_iter().zip(&site.ratios) {
            ligne.push((obtenus as i64).into());
            ligne.push(quota(admis, *ratio).into());
        }
        ligne
    });
    Tableau { titre: "Depuis la première vague".into(), colonnes, lignes: lignes.collect(), total: None }
}

/// People in each arm: those its chain kept; the last one has the rest.
fn obtenus(chaines: &[Chaine], admis: u64) -> Vec<u64> {
    let mut obtenus: Vec<u64> = chaines.iter().map(|c| c.retenus).collect();
    obtenus.push(admis - obtenus.iter().sum::<u64>());
    obtenus
}

/// `admis` times the ratio, as a whole number and what remains: « 3 + 2/3 ».
fn quota(admis: u64, ratio: Fraction) -> String {
    let (num, den) = (u128::from(admis) * u128::from(ratio.numerateur()), u128::from(ratio.denominateur()));
    let (entier, reste) = (num / den, num % den);
    match Fraction::nouvelle(reste, den) {
        Some(f) if f != Fraction::ZERO && entier == 0 => f.to_string(),
        Some(f) if f != Fraction::ZERO => format!("{entier} + {f}"),
        _ => entier.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quota_is_said_exactly() {
        let tiers: Fraction = "1/3".parse().unwrap();
        assert_eq!([0, 1, 9, 11].map(|n| quota(n, tiers)), ["0", "1/3", "3", "3 + 2/3"]);
    }
}
