//! Effects by least squares: additive adjustment, Lin's interacted adjustment.

use crate::echantillon::{Colonne, Echantillon, Groupes, ampleur, en_nombres, moyenne};
use crate::erreur::ErreurImpact;
use crate::regression::{Base, Contraste, Modele, Variance, cr2, sandwich};
use crate::resultat::Estimation;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Neyman's variance is that of means, not of coefficients.
const SANS_NEYMAN: ErreurImpact =
    ErreurImpact::Option("la variance de Neyman ne vaut que pour la différence sans ajustement : choisissez hc2");

/// Effect of the treatment in `Y ~ Z + X`, strata as indicator columns. `variance` is not Neyman's.
pub fn moindres_carres(e: &Echantillon, variance: Variance) -> Result<Estimation, ErreurImpact> {
    let deux = variance == Variance::Cr2 && plusieurs_grappes(e.traitement, None, e.grappes)? == 2;
    let mut modele = additif(e);
    modele.noms.push("traitement".into());
    modele.colonnes.push(en_nombres(e.traitement).into());
    let base = Base::nouvelle(modele, e.n())?;
    let contraste = base.coefficient(base.k() - 1);
    Ok(prudente(estimer(e, &base, &contraste, variance, "moindres-carres")?, deux))
}

/// Says that the variance rests on two clusters.
fn prudente(mut e: Estimation, deux: bool) -> Estimation {
    if deux {
        e.avertissements.push(
            "Un bras n’a que deux grappes : la variance ne tient qu’à l’écart entre elles, et l’intervalle change beaucoup avec l’une ou l’autre ; lisez aussi « permutation »."
                .into(),
        );
    }
    e
}

/// Lin's estimator (2013): covariates centred and interacted with the treatment, strata as covariates. Without
/// clusters the two arms are fitted apart, which is the same fit on half of the columns.
pub fn lin(e: &Echantillon, variance: Variance) -> Result<Estimation, ErreurImpact> {
    match variance {
        Variance::Neyman => return Err(SANS_NEYMAN),
        Variance::Cr2 => return lin_en_bloc(e),
        _ => {}
    }
    let modele = additif(e);
    let k = modele.colonnes.len();
    let (n, p) = (e.n(), 2 * (k + 1));
    if n <= p {
        return Err(ErreurImpact::TropPeuDeLignes { n, coefficients: p });
    }
    let centre: Vec<f64> = modele.colonnes.iter().map(|c| moyenne(c.iter().copied())).collect();
    let mut bras = Vec::with_capacity(2);
    for voulu in [false, true] {
        let lignes: Vec<u32> = (0u32..).zip(e.traitement).filter(|(_, z)| **z == voulu).map(|(i, _)| i).collect();
        let taille = lignes.len();
        let noms = modele.noms.clone();
        let colonnes = modele.colonnes.iter().map(|c| Cow::Borrowed(c.as_ref())).collect();
        let base = Base::nouvelle(Modele { noms, colonnes, lignes: Some(lignes) }, taille)?;
        let point = base.point(&centre);
        let ajustement = base.ajuster(e.resultat.valeurs);
        bras.push((ajustement.estimer(&point), base.influences(&point), ajustement, base.modele.lignes));
    }
    let mut v = 0.0;
    // One residual variance for both arms when it is assumed equal.
    let commune = bras.iter().map(|b| b.2.carres()).sum::<f64>() / (n - p) as f64;
    for (_, influences, ajustement, lignes) in &bras {
        if variance == Variance::Classique {
            v += commune * influences.iter().map(|a| a * a).sum::<f64>();
            continue;
        }
        let residus = &ajustement.residus;
        v += sandwich(variance, [influences; 2], [residus; 2], &ajustement.leviers, [n, p]).map_err(
            |erreur| match (erreur, lignes) {
                (ErreurImpact::LevierUn { rang, variance }, Some(lignes)) => {
                    ErreurImpact::LevierUn { rang: lignes[rang - 1] as usize + 1, variance }
                }
                (autre, _) => autre,
            },
        )?;
    }
    let echelle = ampleur(e.resultat.valeurs);
    Estimation::nouvelle("lin", bras[1].0 - bras[0].0, v, (n - p) as f64, [n, e.n_traites()], echelle)
}

/// The same fit in one piece, for clusters that may hold both arms.
fn lin_en_bloc(e: &Echantillon) -> Result<Estimation, ErreurImpact> {
    let deux = plusieurs_grappes(e.traitement, e.strates, e.grappes)? == 2;
    let mut modele = additif(e);
    let z = en_nombres(e.traitement);
    for j in 0..modele.colonnes.len() {
        let centre = moyenne(modele.colonnes[j].iter().copied());
        let produit: Vec<f64> = modele.colonnes[j].iter().zip(&z).map(|(x, z)| (x - centre) * z).collect();
        modele.noms.push(format!("{} × traitement", modele.noms[j]));
        modele.colonnes.push(produit.into());
    }
    modele.noms.push("traitement".into());
    modele.colonnes.push(z.into());
    let base = Base::nouvelle(modele, e.n())?;
    let contraste = base.coefficient(base.k() - 1);
    Ok(prudente(estimer(e, &base, &contraste, Variance::Cr2, "lin")?, deux))
}

/// The fewest clusters of an arm, in a stratum when there are; many without clusters. An arm of a single one is fitted
/// exactly: CR2 would count its variance for nothing.
pub(crate) fn plusieurs_grappes(
    traitement: &[bool],
    strates: Option<&Groupes>,
    grappes: Option<&Groupes>,
) -> Result<usize, ErreurImpact> {
    let Some(grappes) = grappes else { return Ok(usize::MAX) };
    let mut vues = vec![[BTreeSet::new(), BTreeSet::new()]; strates.map_or(1, Groupes::nombre)];
    for (i, (z, g)) in traitement.iter().zip(grappes.de()).enumerate() {
        vues[strates.map_or(0, |s| s.de()[i] as usize)][usize::from(*z)].insert(*g);
    }
    match vues.iter().position(|bras| bras.iter().any(|g| g.len() < 2)) {
        Some(s) => Err(ErreurImpact::GrappeSeule { strate: strates.map(|strates| strates.nom(s).into()) }),
        None => Ok(vues.iter().flatten().map(BTreeSet::len).min().unwrap_or(usize::MAX)),
    }
}

/// Covariates, then strata but the first.
pub(crate) fn additif<'a>(e: &Echantillon<'a>) -> Modele<'a> {
    regresseurs(&e.covariables, e.strates)
}

pub(crate) fn regresseurs<'a>(covariables: &[Colonne<'a>], strates: Option<&Groupes>) -> Modele<'a> {
    let mut noms: Vec<String> = covariables.iter().map(|c| c.nom.to_owned()).collect();
    let mut colonnes: Vec<Cow<'a, [f64]>> = covariables.iter().map(|c| Cow::Borrowed(c.valeurs)).collect();
    for s in strates.map_or(1..1, |s| 1..s.nombre()) {
        let strates = strates.expect("the range is empty without strata");
        noms.push(format!("strate {}", strates.nom(s)));
        let la: Vec<bool> = strates.de().iter().map(|g| *g as usize == s).collect();
        colonnes.push(en_nombres(&la).into());
    }
    Modele { noms, colonnes, lignes: None }
}

/// A contrast with its variance and degrees of freedom.
fn estimer(
    e: &Echantillon,
    base: &Base,
    contraste: &Contraste,
    variance: Variance,
    formule: &'static str,
) -> Result<Estimation, ErreurImpact> {
    let ajustement = base.ajuster(e.resultat.valeurs);
    let (v, ddl) = precision(e.grappes, base, contraste, &ajustement.residus, &ajustement.leviers, variance)?;
    let echelle = ampleur(e.resultat.valeurs);
    Estimation::nouvelle(formule, ajustement.estimer(contraste), v, ddl, [e.n(), e.n_traites()], echelle)
}

/// Variance and degrees of freedom of a contrast; clusters are needed for CR2 and used by it alone.
pub(crate) fn precision(
    grappes: Option<&Groupes>,
    base: &Base,
    contraste: &Contraste,
    residus: &[f64],
    leviers: &[f64],
    variance: Variance,
) -> Result<(f64, f64), ErreurImpact> {
    match (variance, grappes) {
        (Variance::Neyman, _) => Err(SANS_NEYMAN),
        (Variance::Cr2, None) => Err(ErreurImpact::Option("cr2 est une variance par grappes : donnez-les")),
        (Variance::Cr2, Some(grappes)) => {
            if grappes.nombre() < 3 {
                return Err(ErreurImpact::TropPeuDeGrappes(grappes.nombre(), 3));
            }
            Ok(cr2(base, contraste, [residus; 2], &grappes.membres()))
        }
        (_, Some(_)) => Err(ErreurImpact::Option(
            "avec des grappes, seule cr2 tient compte de leur tirage : choisissez cr2 ou retirez les grappes",
        )),
        (_, None) => {
            let influences = base.influences(contraste);
            let v = sandwich(variance, [&influences; 2], [residus; 2], leviers, [base.n(), base.p()])?;
            Ok((v, (base.n() - base.p()) as f64))
        }
    }
}
