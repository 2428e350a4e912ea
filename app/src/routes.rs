//! Every page and its address. All are made whole before they are sent, so that their status and headers are right.

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::account::{AccountPage, SignInPage};
use crate::clients::{ClientPage, ClientsPage, EditClientPage, NewClientPage};
use crate::page::{Content, bare};
use crate::request::Visit;

/// The screens.
#[component]
pub fn App() -> AnyView {
    view! {
        <Router>
            <Routes fallback=AbsentPage>
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async/>
                <Route path=path!("/clients") view=ClientsPage ssr=SsrMode::Async/>
                <Route path=path!("/clients/new") view=NewClientPage ssr=SsrMode::Async/>
                <Route path=path!("/clients/:id") view=ClientPage ssr=SsrMode::Async/>
                <Route path=path!("/clients/:id/edit") view=EditClientPage ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
    .into_any()
}

/// An address that leads nowhere.
#[component]
pub fn AbsentPage() -> AnyView {
    bare(async |_: Visit| -> Result<Content, services::Error> { Err(services::Error::NotFound) })
}
