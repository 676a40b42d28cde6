//! How fast a body comes: a reader may be slow, not endless.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

/// The pace asked for.
#[derive(Clone, Copy, Debug)]
pub struct Pas {
    /// How long anybody has, whatever they send.
    pub grace: Duration,
    /// Then, bytes a second on the whole.
    pub octets_par_seconde: u64,
}

impl Pas {
    /// Sixteen kilobits a second: the slowest telephone sends a form faster.
    pub(super) const HABITUEL: Self = Self { grace: Duration::from_secs(15), octets_par_seconde: 2_048 };
}

/// A body that has to come at a pace; too slow, it ends on an error.
pub(super) struct Allure {
    corps: Body,
    pas: Pas,
    debut: Instant,
    recus: u64,
    limite: Pin<Box<Sleep>>,
}

impl Allure {
    pub(super) fn nouvelle(corps: Body, pas: Pas) -> Self {
        let debut = Instant::now();
        Self { corps, pas, debut, recus: 0, limite: Box::pin(sleep_until(debut + pas.grace)) }
    }
}

impl HttpBody for Allure {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match Pin::new(&mut self.corps).poll_frame(cx) {
            Poll::Ready(Some(Ok(morceau))) => {
                self.recus += morceau.data_ref().map_or(0, |d| d.len() as u64);
                let gagne = self.pas.grace + Duration::from_millis(self.recus * 1_000 / self.pas.octets_par_seconde);
                let limite = self.debut + gagne;
                self.limite.as_mut().reset(limite);
                Poll::Ready(Some(Ok(morceau)))
            }
            Poll::Ready(fini) => Poll::Ready(fini),
            Poll::Pending => self.limite.as_mut().poll(cx).map(|()| {
                let lent =
                    std::io::Error::new(std::io::ErrorKind::TimedOut, "le corps de la demande vient trop lentement");
                Some(Err(axum::Error::new(lent)))
            }),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.corps.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.corps.size_hint()
    }
}
