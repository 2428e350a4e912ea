//! The steps in a policy's life, and in which states each may be taken.

use super::PolicyState;

/// A step that a broker takes with a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyStep {
    /// The client agreed and the company accepted.
    Bind,
    /// The terms change from a day on.
    Endorse,
    /// A new term is agreed.
    Renew,
    /// Cover is suspended.
    Suspend,
    /// Cover comes back.
    Reinstate,
    /// The policy ends before its term.
    Cancel,
    /// The policy is void from its beginning.
    Void,
}

impl PolicyStep {
    /// Whether it may be taken with a policy in this state.
    pub const fn is_open_in(self, state: PolicyState) -> bool {
        use PolicyState::{Accepted, Expired, InForce, Offered, Quote, Suspended, Void};
        match self {
            Self::Bind => matches!(state, Quote | Offered),
            Self::Endorse | Self::Cancel => matches!(state, Accepted | InForce | Suspended),
            Self::Renew => matches!(state, InForce | Suspended | Expired),
            Self::Suspend => matches!(state, InForce),
            Self::Reinstate => matches!(state, Suspended),
            Self::Void => !matches!(state, Void),
        }
    }

    /// Whether a screen offers it for a policy that is now in this state: also what is told late, for a day that has passed.
    /// When it is taken, the state on its day decides.
    pub const fn is_offered_in(self, state: PolicyState) -> bool {
        let late = matches!((self, state), (Self::Endorse | Self::Cancel | Self::Suspend, PolicyState::Expired));
        late || self.is_open_in(state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_that_is_over_takes_no_step_of_cover() {
        for state in [PolicyState::Cancelled, PolicyState::Void] {
            for step in [
                PolicyStep::Bind,
                PolicyStep::Endorse,
                PolicyStep::Renew,
                PolicyStep::Suspend,
                PolicyStep::Reinstate,
                PolicyStep::Cancel,
            ] {
                assert!(!step.is_open_in(state), "{step:?} {state:?}");
            }
        }
        assert!(PolicyStep::Void.is_open_in(PolicyState::Cancelled) && !PolicyStep::Void.is_open_in(PolicyState::Void));
    }
}
