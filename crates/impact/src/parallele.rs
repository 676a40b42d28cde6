//! Work cut into numbered blocks, shared between threads. Results come back in the order of the blocks, so nothing
//! computed from them depends on how many threads there were.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many threads the machine offers.
pub(crate) fn tous() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// What `faire` gives for each block, in order. `fils` is the number of threads; 0 means all.
pub(crate) fn blocs<R: Send>(nombre: usize, fils: usize, faire: impl Fn(usize) -> R + Sync) -> Vec<R> {
    let fils = if fils == 0 { tous() } else { fils }.min(nombre);
    if fils <= 1 {
        return (0..nombre).map(faire).collect();
    }
    let suivant = AtomicUsize::new(0);
    let faits = Mutex::new(Vec::with_capacity(nombre));
    std::thread::scope(|portee| {
        for _ in 0..fils {
            portee.spawn(|| {
                let mut miens = Vec::new();
                loop {
                    let i = suivant.fetch_add(1, Ordering::Relaxed);
                    if i >= nombre {
                        break;
                    }
                    miens.push((i, faire(i)));
                }
                faits.lock().expect("a panic in a thread ends the scope first").append(&mut miens);
            });
        }
    });
    let mut faits = faits.into_inner().expect("a panic in a thread ends the scope first");
    faits.sort_unstable_by_key(|(i, _)| *i);
    faits.into_iter().map(|(_, r)| r).collect()
}
