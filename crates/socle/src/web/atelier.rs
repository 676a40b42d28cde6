//! What is long to make and takes memory while it is made (a PDF, the files of a report): a few at once, on threads that
//! answer nobody else. Whoever comes when too many wait is told to come back.

use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};

use super::Erreur;

/// A document laid out holds some seventeen megabytes.
static PLACES: Semaphore = Semaphore::const_new(2);
/// Those who wait or are served.
static ATTENTE: Semaphore = Semaphore::const_new(16);
/// How long one waits for a place.
const PATIENCE: Duration = Duration::from_secs(10);

/// A place held while something is made.
#[derive(Debug)]
pub struct PlaceAtelier {
    _attente: SemaphorePermit<'static>,
    _place: SemaphorePermit<'static>,
}

/// A place, before a transaction that others would wait for.
pub async fn place_a_l_atelier() -> Result<PlaceAtelier, Erreur> {
    let Ok(attente) = ATTENTE.try_acquire() else { return Err(Erreur::Occupee) };
    let Ok(Ok(place)) = tokio::time::timeout(PATIENCE, PLACES.acquire()).await else { return Err(Erreur::Occupee) };
    Ok(PlaceAtelier { _attente: attente, _place: place })
}

/// Makes it when there is a place.
pub async fn a_l_atelier<T, E>(travail: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, Erreur>
where
    T: Send + 'static,
    E: Into<anyhow::Error> + Send + 'static,
{
    let place = place_a_l_atelier().await?;
    // The place goes with the work: a reader who leaves does not let one more in beside it.
    let fait = tokio::task::spawn_blocking(move || {
        let _place = place;
        travail()
    });
    let fait = fait.await.map_err(|e| Erreur::Interne(e.to_string()))?;
    fait.map_err(|e| Erreur::from(e.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn two_are_made_at_once_sixteen_are_awaited_and_the_others_come_back_later() {
        static EN_COURS: AtomicUsize = AtomicUsize::new(0);
        static PIC: AtomicUsize = AtomicUsize::new(0);
        let demandes: Vec<_> = (0..40)
            .map(|_| {
                tokio::spawn(a_l_atelier(|| {
                    PIC.fetch_max(EN_COURS.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::sleep(Duration::from_millis(60));
                    EN_COURS.fetch_sub(1, Ordering::SeqCst);
                    Ok::<_, anyhow::Error>(())
                }))
            })
            .collect();
        let (mut faits, mut renvoyes) = (0, 0);
        for demande in demandes {
            match demande.await.expect("no panic") {
                Ok(()) => faits += 1,
                Err(Erreur::Occupee) => renvoyes += 1,
                Err(autre) => panic!("{autre:?}"),
            }
        }
        assert_eq!(PIC.load(Ordering::SeqCst), 2);
        assert!(faits >= 16 && renvoyes > 0 && faits + renvoyes == 40, "{faits} made, {renvoyes} sent back");
        // A place is free again after each.
        assert!(a_l_atelier(|| Ok::<_, anyhow::Error>(())).await.is_ok());
        assert!(matches!(a_l_atelier(|| Err::<(), _>(anyhow::anyhow!("raté"))).await, Err(Erreur::Interne(_))));
    }
}
