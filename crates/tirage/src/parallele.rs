//! The same work on every item, shared between the cores. The result does not depend on how it is shared.

/// Below this, starting threads costs more than it saves.
const SEUIL: usize = 20_000;

/// What `faire` gives for each item, in order.
pub(crate) fn chacun<T: Sync, R: Send>(elements: &[T], faire: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let coeurs = std::thread::available_parallelism().map_or(1, usize::from);
    if elements.len() < SEUIL || coeurs == 1 {
        return elements.iter().map(faire).collect();
    }
    let faire = &faire;
    std::thread::scope(|portee| {
        let taille = elements.len().div_ceil(coeurs);
        let lots: Vec<_> = elements
            .chunks(taille)
            .map(|lot| portee.spawn(move || lot.iter().map(faire).collect::<Vec<R>>()))
            .collect();
        let mut sortie = Vec::with_capacity(elements.len());
        for lot in lots {
            sortie.extend(lot.join().unwrap_or_else(|panique| std::panic::resume_unwind(panique)));
        }
        sortie
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_kept_whatever_the_size() {
        for n in [0, 1, SEUIL - 1, SEUIL, SEUIL * 3 + 1] {
            let elements: Vec<usize> = (0..n).collect();
            assert_eq!(chacun(&elements, |i| i * 2), (0..n).map(|i| i * 2).collect::<Vec<_>>());
        }
    }
}
