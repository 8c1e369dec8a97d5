//! Commits that share a flush.
//!
//! A flush takes as long for a hundred commits as for one. So while one thread writes, those that
//! come meanwhile form a group; the first of them leads it: it waits for its turn, applies what all
//! of them asked for in one transaction, and tells each what became of it. No thread of our own is
//! needed, and with a single caller nothing is ever handed over.

use std::sync::Arc;

use parking_lot::{Condvar, Mutex, ReentrantMutex};

/// How often a leader lets other threads run before it begins: a few microseconds each time, beside
/// a flush of a hundred and more.
const PATIENCE: usize = 32;

/// The group that forms while another one is written.
#[derive(Debug)]
pub(crate) struct Groups<R, A> {
    forming: Mutex<Forming<R, A>>,
}

#[derive(Debug)]
struct Forming<R, A> {
    requests: Vec<R>,
    /// How many requests the group before had.
    last_size: usize,
    group: Arc<Group<A>>,
}

/// Where the members of a group get their answers.
#[derive(Debug)]
struct Group<A> {
    answers: Mutex<Option<Vec<Option<A>>>>,
    answered: Condvar,
}

impl<A> Group<A> {
    fn new() -> Arc<Self> {
        Arc::new(Self { answers: Mutex::new(None), answered: Condvar::new() })
    }

    fn publish(&self, answers: Vec<A>) {
        *self.answers.lock() = Some(answers.into_iter().map(Some).collect());
        self.answered.notify_all();
    }

    fn wait(&self, place: usize) -> Option<A> {
        let mut answers = self.answers.lock();
        loop {
            if let Some(answers) = answers.as_mut() {
                return answers.get_mut(place)?.take();
            }
            self.answered.wait(&mut answers);
        }
    }
}

/// Sees to it that a group is answered even when its leader panics, so that nobody waits for ever.
struct Lead<'g, A>(Option<&'g Group<A>>);

impl<A> Lead<'_, A> {
    fn publish(mut self, answers: Vec<A>) {
        if let Some(group) = self.0.take() {
            group.publish(answers);
        }
    }
}

impl<A> Drop for Lead<'_, A> {
    fn drop(&mut self) {
        if let Some(group) = self.0 {
            group.publish(Vec::new());
        }
    }
}

impl<R, A> Groups<R, A> {
    pub(crate) fn new() -> Self {
        Self {
            forming: Mutex::new(Forming {
                requests: Vec::new(),
                last_size: 0,
                group: Group::new(),
            }),
        }
    }

    /// Adds a request to the group that forms and waits for the answer. `run` gets the requests of
    /// the whole group, in order, and gives as many answers, when this thread leads it and has
    /// `place`.
    ///
    /// `None` when the leader panicked.
    pub(crate) fn submit<P>(
        &self,
        place: &ReentrantMutex<P>,
        request: R,
        run: impl FnOnce(&P, &[R]) -> Vec<A>,
    ) -> Option<A> {
        let (group, number) = self.join(request);
        if number == 0 {
            let lead = Lead(Some(&*group));
            let place = place.lock();
            self.gather();
            let answers = run(&place, &self.close());
            drop(place);
            lead.publish(answers);
        }
        group.wait(number)
    }

    /// Lets those who were answered together come back, so that they share the next flush too.
    /// Where the last group was one caller, nobody is waited for.
    fn gather(&self) {
        for _ in 0..PATIENCE {
            let forming = self.forming.lock();
            if forming.requests.len() >= forming.last_size {
                return;
            }
            drop(forming);
            std::thread::yield_now();
        }
    }

    fn join(&self, request: R) -> (Arc<Group<A>>, usize) {
        let mut forming = self.forming.lock();
        let number = forming.requests.len();
        forming.requests.push(request);
        (Arc::clone(&forming.group), number)
    }

    fn close(&self) -> Vec<R> {
        let mut forming = self.forming.lock();
        forming.group = Group::new();
        forming.last_size = forming.requests.len();
        std::mem::take(&mut forming.requests)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;

    #[test]
    fn everybody_gets_the_answer_to_their_own_request() {
        let (groups, place, runs) = (Groups::new(), ReentrantMutex::new(()), AtomicUsize::new(0));
        let run = |(): &(), requests: &[usize]| {
            runs.fetch_add(1, Ordering::Relaxed);
            thread::yield_now();
            requests.iter().map(|request| request * 2).collect()
        };
        thread::scope(|scope| {
            for thread in 0..16 {
                let (groups, place) = (&groups, &place);
                scope.spawn(move || {
                    for request in thread * 100..thread * 100 + 100 {
                        assert_eq!(groups.submit(place, request, run), Some(request * 2));
                    }
                });
            }
        });
        assert!(runs.into_inner() <= 1_600);
    }

    #[test]
    fn those_who_wait_for_the_place_are_written_together() {
        let (groups, place) = (Groups::new(), ReentrantMutex::new(()));
        let sizes = Mutex::new(Vec::new());
        thread::scope(|scope| {
            let held = place.lock();
            for request in 0..8 {
                let (groups, place, sizes) = (&groups, &place, &sizes);
                scope.spawn(move || {
                    groups.submit(place, request, |(), requests| {
                        sizes.lock().push(requests.len());
                        requests.to_vec()
                    })
                });
            }
            while groups.forming.lock().requests.len() < 8 {
                thread::yield_now();
            }
            drop(held);
        });
        assert_eq!(sizes.into_inner(), [8]);
    }

    #[test]
    fn nobody_waits_for_a_leader_that_panicked() {
        let (groups, place) = (Groups::<(), ()>::new(), ReentrantMutex::new(()));
        thread::scope(|scope| {
            let held = place.lock();
            let leader = scope.spawn(|| groups.submit(&place, (), |(), _| panic!("as asked")));
            while groups.forming.lock().requests.is_empty() {
                thread::yield_now();
            }
            let follower =
                scope.spawn(|| groups.submit(&place, (), |(), requests| requests.to_vec()));
            while groups.forming.lock().requests.len() < 2 {
                thread::yield_now();
            }
            drop(held);
            assert!(leader.join().is_err());
            assert_eq!(follower.join().unwrap(), None);
        });
        assert_eq!(groups.submit(&place, (), |(), requests| requests.to_vec()), Some(()));
    }
}
