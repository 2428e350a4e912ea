//! The gallery's pages, with invented data.

use app::islands::CopyButton;
use app::locales::use_words;
#[expect(clippy::wildcard_imports, reason = "the gallery shows every part")]
use app::parts::*;
use app::shell::{BareShell, NavGroup, NavItem, Reader, Shell};
use leptos::prelude::*;

/// Every page with its file name.
pub(crate) const ALL: [(&str, fn() -> AnyView); 7] = [
    ("home", home),
    ("clients", clients),
    ("policy", policy),
    ("form", form),
    ("feedback", feedback),
    ("sign-in", sign_in),
    ("error", error),
];

fn framed(title: &str, current: &str, flash: Option<FlashMessage>, children: AnyView) -> AnyView {
    let words = use_words().shell();
    let item = |label: &str, href: &str, icon, on_phone_bar| NavItem {
        label: label.to_owned(),
        href: href.to_owned(),
        icon,
        current: href == current,
        on_phone_bar,
    };
    let navigation = vec![
        NavGroup {
            title: None,
            items: vec![
                item(words.home(), "/", Glyph::Home, true),
                item(words.clients(), "/clients", Glyph::Clients, true),
                item(words.policies(), "/policies", Glyph::Policy, true),
                item(words.documents(), "/documents", Glyph::Document, true),
            ],
        },
        NavGroup {
            title: Some(words.firm().to_owned()),
            items: vec![
                item(words.companies(), "/companies", Glyph::Company, false),
                item(words.templates(), "/templates", Glyph::Template, false),
                item(words.administration(), "/admin", Glyph::Settings, false),
            ],
        },
    ];
    let reader =
        Reader { name: "Awa Diop".to_owned(), firm: "Cabinet Démo".to_owned(), role: "Administratrice".to_owned() };
    view! {
        <Shell title=title navigation=navigation reader=reader return_to=current flash=flash palette=Some(().into_any())>
            {children}
        </Shell>
    }
    .into_any()
}

fn home() -> AnyView {
    let inside = view! {
        <PageHeader title="Bonjour Awa" lead="Lundi 23 novembre 2026">
            <LinkButton href="#" kind=ButtonKind::Primary icon=Glyph::Plus>"Nouveau client"</LinkButton>
        </PageHeader>
        <StatTiles>
            <StatTile label="Clients" value="1\u{a0}284" icon=Glyph::Clients href="/clients" hint="12 ce mois-ci"/>
            <StatTile label="Polices en vigueur" value="2\u{a0}046" icon=Glyph::Policy href="/policies"/>
            <StatTile label="Échéances à 30 jours" value="87" icon=Glyph::Calendar/>
            <StatTile label="Primes à encaisser" value="48\u{a0}312,50\u{a0}€" icon=Glyph::Money/>
        </StatTiles>
        <div class="split">
            <Card title="Échéances à venir" flush=true>{table(4)}</Card>
            <div>
                <Card title="À faire">
                    <EmptyState icon=Glyph::Job title="Rien en attente" hint="Les relances et les échéances s’affichent ici."/>
                </Card>
                <Card title="Import des clients">
                    <Progress label="Lecture du fichier" done=1_240 total=Some(3_000)/>
                </Card>
            </div>
        </div>
    };
    framed("Accueil", "/", None, inside.into_any())
}

fn clients() -> AnyView {
    let words = use_words();
    let inside = view! {
        <PageHeader title=words.clients().title() lead=words.clients().found(1_284)>
            <LinkButton href="#" icon=Glyph::Upload>"Importer"</LinkButton>
            <LinkButton href="#" kind=ButtonKind::Primary icon=Glyph::Plus>{words.clients().new()}</LinkButton>
        </PageHeader>
        <FilterBar action="/clients">
            <SearchField label=words.clients().search()/>
            <SelectField
                name="kind"
                label=words.clients().kind()
                options=vec![
                    Choice::new("person", words.clients().person()),
                    Choice::new("organisation", words.clients().organisation()),
                ]
                empty=words.common().all()
            />
        </FilterBar>
        <FilterChips
            chips=vec![
                Chip::new("En vigueur", "#", true),
                Chip::new("Suspendues", "#", false),
                Chip::new("Échéance à 30 jours", "#", false),
            ]
            clear_href="/clients"
        />
        {table(8)}
        <Pagination previous=Some("#".to_owned()) next=Some("#".to_owned()) summary="50 sur 1\u{a0}284"/>
    };
    let flash =
        FlashMessage { tone: Tone::Success, text: words.clients().created("Transports Kouassi SARL"), undo: None };
    framed("Clients", "/clients", Some(flash), inside.into_any())
}

fn table(rows: usize) -> AnyView {
    const ROWS: [(&str, &str, &str, Tone, &str, &str); 8] = [
        (
            "Transports Kouassi SARL",
            "AUT-2026-00412",
            "En vigueur",
            Tone::Success,
            "31/12/2026",
            "809\u{a0}816\u{a0}F\u{a0}CFA",
        ),
        ("Élodie Marchand", "MRH-88-120", "Suspendue", Tone::Warning, "14/02/2027", "412,80\u{a0}€"),
        ("Jean-Baptiste N’Guessan", "RC-2201", "Devis", Tone::Neutral, "01/01/2027", "1\u{a0}250,00\u{a0}€"),
        ("Boulangerie du Parc", "MRP-0077", "Résiliée", Tone::Danger, "30/11/2026", "2\u{a0}310,45\u{a0}€"),
        (
            "Awa Fatoumata Sow",
            "AUT-2026-00977",
            "En vigueur",
            Tone::Success,
            "15/06/2027",
            "233\u{a0}000\u{a0}F\u{a0}CFA",
        ),
        ("SCI Les Tilleuls", "PNO-553", "Proposée", Tone::Info, "01/04/2027", "689,00\u{a0}€"),
        ("Marc Vandenberghe", "AUT-BE-1190", "En vigueur", Tone::Success, "09/09/2027", "745,12\u{a0}€"),
        ("Garage Moderne & Fils", "RC-4410", "Expirée", Tone::Neutral, "01/10/2026", "1\u{a0}980,00\u{a0}€"),
    ];
    let rows = ROWS
        .into_iter()
        .take(rows)
        .map(|(client, number, state, tone, expiry, premium)| {
            view! {
                <Row>
                    <Cell main=true href="#">{client}</Cell>
                    <Cell label="Numéro" code=true>{number}</Cell>
                    <Cell label="État"><Badge tone=tone label=state/></Cell>
                    <Cell label="Échéance" code=true>{expiry}</Cell>
                    <Cell label="Prime" number=true>{premium}</Cell>
                    <Cell actions=true>
                        <Menu>
                            <MenuLink href="#" icon=Glyph::Edit>"Modifier"</MenuLink>
                            <MenuLink href="#" icon=Glyph::Document>"Établir une attestation"</MenuLink>
                            <MenuAction action="#" icon=Glyph::Delete danger=true>"Résilier"</MenuAction>
                        </Menu>
                    </Cell>
                </Row>
            }
        })
        .collect_view();
    view! {
        <Table
            caption="Polices"
            columns=vec![
                Column::text("Client").sorted_by("#").ascending(),
                Column::text("Numéro"),
                Column::text("État"),
                Column::text("Échéance").sorted_by("#"),
                Column::number("Prime"),
                Column::actions("Actions"),
            ]
        >
            {rows}
        </Table>
    }
    .into_any()
}

fn policy() -> AnyView {
    let words = use_words();
    let inside = view! {
        <PageHeader
            title="AUT-2026-00412"
            lead="Automobile · Transports Kouassi SARL"
            breadcrumbs=vec![Crumb::new("Clients", "#"), Crumb::new("Transports Kouassi SARL", "#")]
            badges=view! { <Badge tone=Tone::Success label="En vigueur"/> }.into_any()
        >
            <Menu label="Plus">
                <MenuLink href="#" icon=Glyph::History>"Versions"</MenuLink>
                <MenuAction action="#" icon=Glyph::Delete danger=true>"Annuler"</MenuAction>
            </Menu>
            <LinkButton href="#" icon=Glyph::Edit>{words.common().edit()}</LinkButton>
            <LinkButton href="#" kind=ButtonKind::Primary icon=Glyph::Shield>
                {words.policies().issue_certificate()}
            </LinkButton>
        </PageHeader>
        <Tabs tabs=vec![
            Tab::new("Résumé", "#", true),
            Tab::new("Documents", "#", false).counting("3"),
            Tab::new("Quittances", "#", false).counting("12"),
            Tab::new("Historique", "#", false),
        ]/>
        <div class="split">
            <div>
                <Card title="Conditions">
                    <DescriptionList>
                        <Description term="Client"><a href="#">"Transports Kouassi SARL"</a></Description>
                        <Description term="Compagnie" value=Some("NSIA Assurances".to_owned())/>
                        <Description term="Date d’effet" value=Some("01/01/2026".to_owned())/>
                        <Description term="Échéance" value=Some("31/12/2026".to_owned())/>
                        <Description term="Prime annuelle" value=Some("809\u{a0}816\u{a0}F\u{a0}CFA".to_owned())/>
                        <Description term="Immatriculation"/>
                    </DescriptionList>
                </Card>
                <Card title="Documents" flush=true>
                    <EmptyState icon=Glyph::Document title=words.documents().none_title() hint=words.documents().none_hint()>
                        <LinkButton href="#" kind=ButtonKind::Primary>"Établir un document"</LinkButton>
                    </EmptyState>
                </Card>
            </div>
            <div>
                <Card title="Lien de partage" lead="Valable jusqu’au 30/11/2026">
                    <div class="cluster">
                        <CopyButton text="https://exemple.test/d/1".to_owned() label=words.common().copy_link().to_owned() done=words.common().copied().to_owned()/>
                        <DialogButton dialog="cancel" kind=ButtonKind::Danger icon=Glyph::Close>"Résilier"</DialogButton>
                    </div>
                </Card>
                <Card title="Suivi par">
                    <div class="cluster"><Avatar name="Marc Vandenberghe" large=true/><span>"Marc Vandenberghe"</span></div>
                </Card>
                <Notice tone=Tone::Warning title="Prime impayée">
                    "La mise en demeure peut être envoyée depuis le 12/11/2026 (art. L113-3)."
                </Notice>
            </div>
        </div>
        <ConfirmDialog id="cancel" title=words.policies().cancel_question("AUT-2026-00412") action="#" confirm=words.policies().cancel()>
            <p>"La couverture cesse à la date choisie. L’action reste inscrite au journal."</p>
            <DateField name="effective_date" label="Date d’effet" required=true width=Width::Full/>
        </ConfirmDialog>
    };
    framed("AUT-2026-00412", "/policies", None, inside.into_any())
}

fn form() -> AnyView {
    let words = use_words();
    let required = move || Some(words.problems().required().to_owned());
    let inside = view! {
        <PageHeader title=words.clients().new() breadcrumbs=vec![Crumb::new(words.clients().title(), "/clients")]/>
        <Form action="/clients" guarded=true>
            <FormErrors errors=vec![
                FieldError::new("last_name", "Nom\u{a0}: ce champ est obligatoire."),
                FieldError::new("email", "E-mail\u{a0}: cette adresse n’est pas valable."),
            ]/>
            <FormSection title=words.clients().identity() lead=words.common().required_note()>
                <RadioGroup
                    name="kind"
                    label=words.clients().kind()
                    value="person"
                    required=true
                    options=vec![
                        Choice::new("person", words.clients().person()),
                        Choice::new("organisation", words.clients().organisation()),
                    ]
                />
                <TextField name="first_name" label=words.clients().first_name() value="Awa" autocomplete="off" required=true width=Width::Half/>
                <TextField name="last_name" label=words.clients().last_name() error=required() required=true width=Width::Half/>
                <DateField name="birth_date" label=words.clients().birth_date() value="1984-05-12"/>
                <SelectField
                    name="owner_id"
                    label=words.clients().owner()
                    value="2"
                    options=vec![Choice::new("1", "Awa Diop"), Choice::new("2", "Marc Vandenberghe")]
                    required=true
                    width=Width::Half
                />
            </FormSection>
            <FormSection title=words.clients().contact()>
                <TextField
                    name="email"
                    label=words.clients().email()
                    kind="email"
                    value="awa@exemple"
                    error=Some(words.problems().not_an_email().to_owned())
                    width=Width::Half
                />
                <TextField name="phone" label=words.clients().phone() kind="tel" hint=words.clients().phone_hint() width=Width::Half/>
                <MoneyField
                    name="premium"
                    label="Prime annuelle"
                    value="1234,56"
                    currency="EUR"
                    currencies=vec![Choice::new("EUR", "€"), Choice::new("XOF", "F\u{a0}CFA")]
                />
                <MoneyField name="fees" label="Frais" value="10,00" currency="EUR" currencies=vec![Choice::new("EUR", "€")]/>
                <TextArea name="notes" label=words.common().notes() value="<b>Première</b> ligne\n& la suite"/>
                <FileField name="file" label="Pièce" hint="PDF ou image, 10 Mo au plus"/>
                <CheckboxField name="tacit" label=words.policies().tacit_renewal() hint="La police se renouvelle d’elle-même." checked=true/>
            </FormSection>
            <FormActions submit=words.common().save() cancel_href="/clients"/>
        </Form>
    };
    framed("Nouveau client", "/clients", None, inside.into_any())
}

fn feedback() -> AnyView {
    let tones = [Tone::Neutral, Tone::Info, Tone::Success, Tone::Warning, Tone::Danger];
    let badges = tones.map(|tone| view! { <Badge tone=tone label=tone.name()/> });
    let notices =
        tones.map(|tone| view! { <Notice tone=tone title="Un titre">"Une remarque qui reste sur la page."</Notice> });
    let avatars = ["Awa Diop", "Marc V.", "Élodie M", "SCI Les Tilleuls", "Jean N", "Zoé", "Ba", "Kouassi T", "Paul M"]
        .map(|name| view! { <Avatar name=name/> });
    let inside = view! {
        <PageHeader title="Marques et messages"/>
        <Card title="Badges"><div class="cluster">{Vec::from(badges)}{Vec::from(avatars)}</div></Card>
        <Card title="Boutons">
            <div class="cluster">
                <SubmitButton>"Enregistrer"</SubmitButton>
                <SubmitButton kind=ButtonKind::Secondary>"Aperçu"</SubmitButton>
                <SubmitButton kind=ButtonKind::Danger>"Supprimer"</SubmitButton>
                <SubmitButton kind=ButtonKind::Ghost>"Annuler"</SubmitButton>
                <LinkButton href="#" compact=true icon=Glyph::Download>"Télécharger"</LinkButton>
                <IconLink href="#" label="Modifier" icon=Glyph::Edit/>
            </div>
        </Card>
        <div class="stack">{Vec::from(notices)}</div>
        <Card title="Travail en cours">
            <div class="stack">
                <Progress label="Export" done=400 total=Some(1_000)/>
                <Progress label="Préparation" done=0/>
            </div>
        </Card>
    };
    framed("Marques et messages", "/admin", None, inside.into_any())
}

fn sign_in() -> AnyView {
    let words = use_words().account();
    view! {
        <BareShell title=words.sign_in_title() return_to="/sign-in">
            <Card>
                <PageHeader title=words.sign_in_title() lead=words.sign_in_lead()/>
                <Form action="/sign-in">
                    <FormErrors errors=vec![] message=Some(use_words().problems().wrong_credentials().to_owned())/>
                    <div>
                        <TextField name="email" label=words.email() kind="email" autocomplete="username" value="user@demo.test" required=true/>
                        <TextField name="password" label=words.password() kind="password" autocomplete="current-password" required=true/>
                    </div>
                    <SubmitButton>{words.sign_in()}</SubmitButton>
                </Form>
            </Card>
        </BareShell>
    }
    .into_any()
}

fn error() -> AnyView {
    let words = use_words().problems();
    view! {
        <BareShell title=words.not_found_title() return_to="/">
            <ErrorPage status=404 title=words.not_found_title() message=words.not_found() request_id="0193f2b7-8d5e-7c1a-9f00-2b6d1e4a5c77"/>
        </BareShell>
    }
    .into_any()
}
