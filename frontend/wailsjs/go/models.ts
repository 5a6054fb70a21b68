export namespace abstract {
	
	export interface Amount {
	    value: number;
	    found: boolean;
	    digits: number;
	    words: number;
	    wordsText: string;
	    confidence: number;
	    from: string;
	    problem?: fault.Error;
	}
	export interface Date {
	    value: string;
	    confidence: number;
	    from: string;
	}
	export interface Fact {
	    value: string;
	    confidence: number;
	    from: string;
	}

}

export namespace approval {
	export type ID = number;
	export type State = 'asked' | 'approved' | 'refused' | 'withdrawn';
	export type What = 'floor' | 'lost';
	
	export interface Item {
	    name: string;
	    code: string;
	    spec: string;
	    price: number;
	    floor: number;
	    reason: string;
	}
	export interface Approval {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    aboutKind: string;
	    aboutId: number;
	    customerId: number;
	    what: What;
	    state: State;
	    items: Item[];
	    reason: string;
	    askedBy: number;
	    askedAt: number;
	    answeredBy: number;
	    answeredAt: number;
	    note: string;
	}
	
	export interface Rules {
	    lost: boolean;
	}
	export interface Standing {
	    floor: Item[];
	    list: Approval[];
	}
	export interface View {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    aboutKind: string;
	    aboutId: number;
	    customerId: number;
	    what: What;
	    state: State;
	    items: Item[];
	    reason: string;
	    askedBy: number;
	    askedAt: number;
	    answeredBy: number;
	    answeredAt: number;
	    note: string;
	    title: string;
	    customerName: string;
	}
	export interface Waiting {
	    mine: View[];
	    asked: View[];
	}

}

export namespace attachment {
	export type ID = number;
	
	export interface Attachment {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    kind: string;
	    recordId: number;
	    name: string;
	    mime: string;
	    size: number;
	    sha256: string;
	    width: number;
	    height: number;
	}

}

export namespace backup {
	
	export interface Backup {
	    name: string;
	    path: string;
	    kind: string;
	    at: number;
	    bytes: number;
	}
	export interface Report {
	    schema: number;
	    bytes: number;
	    tables: number;
	    steps: number;
	    lastStep: number;
	    form: string;
	    files: number;
	    missing: number;
	}
	export interface Restored {
	    dir: string;
	    report: Report;
	}

}

export namespace compare {
	export type Kind = 'changed' | 'removed' | 'added' | 'moved';
	
	export interface Cell {
	    column: string;
	    pieces: template.Piece[];
	}
	export interface Difference {
	    kind: Kind;
	    where: string;
	    clause: string;
	    to?: string;
	    block: number;
	    grave: boolean;
	    reasons: string[];
	    pieces: template.Piece[];
	    cells: Cell[];
	    row: number;
	    rowName: string;
	}
	export interface Options {
	    showForm: boolean;
	}
	export interface Summary {
	    changed: number;
	    removed: number;
	    added: number;
	    moved: number;
	    grave: number;
	    renumbered: number;
	    form: number;
	}
	export interface Result {
	    format: string;
	    rough: boolean;
	    identical: boolean;
	    summary: Summary;
	    differences: Difference[];
	    dropped: manuscript.Drop[];
	}

}

export namespace contract {
	export type ID = number;
	export type IssueID = number;
	export type NumberRuleID = number;
	export type PrintAction = 'print' | 'save' | 'view';
	export type Purpose = '' | 'quote' | 'payment';
	export type Reset = 'yearly' | 'monthly' | 'daily' | 'never';
	export type Scan = '' | 'picture' | 'pages';
	export type Stage = 'draft' | 'printed' | 'sent' | 'signed' | 'active' | 'done' | 'archived' | 'void' | 'accepted' | 'declined' | 'replaced';
	
	export interface BatchName {
	    customerId: number;
	    name: string;
	}
	export interface BatchGap {
	    customerId: number;
	    name: string;
	    labels: string[];
	}
	export interface BatchCheck {
	    ready: number;
	    gaps: BatchGap[];
	    blanks: string[];
	    trashed: BatchName[];
	    lost: BatchName[];
	}
	
	export interface BatchInput {
	    customerIds: number[];
	    templateId: number;
	    companyId: number;
	    values: Record<string, unknown>;
	    lines: template.Line[];
	    wholeDiscount: number;
	    merged: boolean;
	    allowGaps: boolean;
	    includeLost: boolean;
	}
	
	export interface Clause {
	    address: string;
	    parent: string;
	    level: number;
	    number: string;
	    annex: string;
	    ordinals: number[];
	    heading: string;
	    text: string;
	    printed: string;
	    shown: boolean;
	    lock: string;
	    needsReason: boolean;
	    state: template.DeviationKind;
	    pieces: template.Piece[];
	    node?: template.Node;
	    base?: template.Node;
	    deviation?: template.Deviation;
	}
	export interface Target {
	    id: string;
	    number: string;
	    reference: string;
	    headline: string;
	}
	export interface Conflict {
	    deviation: template.Deviation;
	    pieces: template.Piece[];
	    now: string;
	}
	export interface Clauses {
	    clauses: Clause[];
	    conflicts: Conflict[];
	    targets: Target[];
	    editable: boolean;
	}
	export interface Comparison {
	    contractId: number;
	    number: string;
	    issue: number;
	    name: string;
	    found: compare.Result;
	}
	
	export interface Parties {
	    customer: template.Party;
	    contact: template.Person;
	    company: template.Party;
	}
	export interface Contract {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    number: string;
	    name: string;
	    customerId: number;
	    companyId: number;
	    templateId: number;
	    templateVersionId: number;
	    numberRuleId: number;
	    language: locale.Tag;
	    kind: template.Kind;
	    values: Record<string, unknown>;
	    lines: template.Line[];
	    wholeDiscount: number;
	    deviations: template.Deviation[];
	    parties?: Parties;
	    amount: number;
	    currency: string;
	    signDate: string;
	    startDate: string;
	    endDate: string;
	    ourSigner: string;
	    theirSigner: string;
	    stage: Stage;
	    stageReason: string;
	    issueCount: number;
	    issuedAt: number;
	    source: string;
	    fileId: number;
	    opportunityId: number;
	    quoteId: number;
	    firstId: number;
	    edition: number;
	    repliedOn: string;
	    declineReason: string;
	    declineNote: string;
	    origin: string;
	    tags: string[];
	    remark: string;
	}
	export interface Counts {
	    all: number;
	    stages: Record<string, number>;
	    expiring: number;
	}
	export interface CreateInput {
	    customerId: number;
	    templateId: number;
	    companyId: number;
	}
	export interface DeviationInput {
	    id: string;
	    clause: string;
	    kind: template.DeviationKind;
	    body: template.Node[];
	    reason: string;
	}
	export interface DeviationSheet {
	    url: string;
	    pages: number;
	    count: number;
	}
	export interface Field {
	    key: string;
	    label: string;
	    type: template.FieldType;
	    required?: boolean;
	    default?: string;
	    asLast?: boolean;
	    source?: string;
	    help?: string;
	    choices?: template.Choice[];
	    format?: template.Format;
	    share?: string;
	    rest?: string;
	    plus?: string;
	    minus?: string;
	    columns?: template.ListColumn[];
	    value?: unknown;
	    text: string;
	    origin: string;
	    used: boolean;
	    missing: boolean;
	    blank?: boolean;
	}
	export interface Issue {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    contractId: number;
	    n: number;
	    actor: string;
	    templateVersionId: number;
	    priceFree: boolean;
	    pages: number;
	    bytes: number;
	    sha256: string;
	    amount: number;
	    engine: string;
	    fonts: string;
	}
	export interface IssueOptions {
	    priceFree: boolean;
	    allowGaps: boolean;
	}
	export interface Issued {
	    issue: Issue;
	    number: string;
	    url: string;
	    repeated: boolean;
	}
	export interface NumberRule {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    pattern: string;
	    reset: Reset;
	    purpose: Purpose;
	    default: boolean;
	}
	export interface NumberRuleView {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    pattern: string;
	    reset: Reset;
	    purpose: Purpose;
	    default: boolean;
	    next: string;
	}
	export interface Term {
	    label: string;
	    text: string;
	}
	export interface Reference {
	    id: number;
	    number: string;
	    name: string;
	    stage: Stage;
	    edition: number;
	}
	export interface Offer {
	    editions: Reference[];
	    made: Reference[];
	    from?: Reference;
	    terms: Term[];
	}
	export interface OutsideFile {
	    id: number;
	    name: string;
	    mime: string;
	    size: number;
	    sha256: string;
	    printable: boolean;
	}
	export interface OutsideInput {
	    file: string;
	    name: string;
	    number: string;
	    customerId: number;
	    companyId: number;
	    amount: number;
	    currency: string;
	    signDate: string;
	    startDate: string;
	    endDate: string;
	    stage: Stage;
	    tags: string[];
	    remark: string;
	}
	export interface OutsideParty {
	    role: string;
	    name: string;
	    taxId: string;
	    confidence: number;
	    from: string;
	    companyId: number;
	    candidates: customer.Candidate[];
	}
	export interface OutsideProposal {
	    name: string;
	    format: string;
	    size: number;
	    readable: boolean;
	    problem?: fault.Error;
	    scan: Scan;
	    pagesUrl: string;
	    recognised: boolean;
	    sameAs: number;
	    title: abstract.Fact;
	    number: abstract.Fact;
	    subject: abstract.Fact;
	    parties: OutsideParty[];
	    amount: abstract.Amount;
	    currency: string;
	    signDate: abstract.Date;
	    startDate: abstract.Date;
	    endDate: abstract.Date;
	    customerId: number;
	    companyId: number;
	}
	export interface Row {
	    id: number;
	    number: string;
	    name: string;
	    customerId: number;
	    customerName: string;
	    stage: Stage;
	    amount: number;
	    currency: string;
	    signDate: string;
	    endDate: string;
	    updatedAt: number;
	    issueCount: number;
	    source: string;
	    edition: number;
	    opportunityId: number;
	    lastIssueId: number;
	}
	export interface Overview {
	    drafts: Row[];
	    issued: Row[];
	    expiring: Row[];
	    draftCount: number;
	    expiringCount: number;
	}
	export interface Page {
	    rows: Row[];
	    total: number;
	}
	
	export interface Past {
	    price: number;
	    discount: number;
	    net: number;
	    contractId: number;
	    number: string;
	    at: number;
	}
	export interface Place {
	    address: string;
	    page: number;
	    y: number;
	}
	export interface Preview {
	    url: string;
	    pages: number;
	    marks: string[];
	    patch?: press.Patch;
	    hits: typeset.Hit[][];
	    missing: typeset.Missing[];
	    warnings: typeset.Warning[];
	    problems: template.Problem[];
	    draft: boolean;
	}
	export interface PreviewOptions {
	    priceFree: boolean;
	    changes?: Record<string, unknown>;
	    seen?: press.Seen[];
	}
	export interface PriceMemory {
	    last?: Past;
	    lowest?: Past;
	}
	export interface Print {
	    id: number;
	    issueId: number;
	    at: number;
	    actor: string;
	    action: PrintAction;
	    target: string;
	    copies: number;
	}
	export interface Query {
	    text: string;
	    stages: Stage[];
	    customerId: number;
	    templateId: number;
	    quotes?: boolean;
	    opportunityId?: number;
	    expiring: boolean;
	    sort: string;
	    asc: boolean;
	    offset: number;
	    limit: number;
	}
	
	export interface Refusal {
	    reason: string;
	    note: string;
	}
	
	
	export interface TemplatePreview {
	    url: string;
	    pages: number;
	    marks: string[];
	    patch?: press.Patch;
	    hits: typeset.Hit[][];
	    places: Place[];
	    missing: typeset.Missing[];
	    warnings: typeset.Warning[];
	    problems: template.Problem[];
	}
	export interface TemplatePreviewInput {
	    edit: template.Edit;
	    customerId: number;
	    companyId: number;
	    seen?: press.Seen[];
	}
	
	export interface VersionMove {
	    differences: template.Change[];
	    carried: template.Deviation[];
	    conflicts: Conflict[];
	}
	export interface View {
	    contract: Contract;
	    number: string;
	    customerName: string;
	    companyName: string;
	    templateName: string;
	    hasLines: boolean;
	    columns: string[];
	    fields: Field[];
	    problems: template.Problem[];
	    totals: template.Totals;
	    amountInWords: string;
	    newerVersionId: number;
	    deviationCount: number;
	    issues: Issue[];
	    differs: boolean;
	    next: Stage[];
	    offer?: Offer;
	    approval: approval.Standing;
	    outside?: OutsideFile;
	}

}

export namespace customer {
	export type ContactID = number;
	export type FilterType = 'text' | 'choice' | 'number' | 'money' | 'day' | 'time' | 'yes' | 'yearly' | 'link' | 'region';
	export type ID = number;
	export type PhoneType = 'mobile' | 'fixed' | 'hotline' | 'local' | 'unknown';
	export type SegmentID = number;
	
	export interface Day {
	    year?: number;
	    month?: number;
	    day?: number;
	    calendar?: string;
	}
	export interface Anniversary {
	    label: string;
	    day: Day;
	}
	export interface Billing {
	    title: string;
	    taxId: string;
	    bank: string;
	    account: string;
	    address: string;
	    phone: string;
	}
	export interface BulkDone {
	    changed: number;
	    contacts: number;
	    same: number;
	    refused: number;
	}
	export interface Was {
	    value: unknown;
	    rest: boolean;
	    count: number;
	}
	export interface BulkField {
	    field: string;
	    was: Was[];
	    changed: number;
	    same: number;
	}
	export interface Refused {
	    id: number;
	    name: string;
	    fields: fault.Field[];
	}
	export interface BulkPreview {
	    total: number;
	    changed: number;
	    same: number;
	    fields: BulkField[];
	    contacts: number;
	    refused: Refused[];
	    refusedCount: number;
	}
	export interface Candidate {
	    id: number;
	    name: string;
	    reason: string;
	    confidence: number;
	}
	export interface Phone {
	    raw: string;
	    number: string;
	    ext?: string;
	    display: string;
	    type: PhoneType;
	    label?: string;
	}
	export interface Reason {
	    kind: string;
	    value: string;
	    code: string;
	    params: Record<string, unknown>;
	    confidence: number;
	}
	export interface Row {
	    id: number;
	    version: number;
	    name: string;
	    alias: string;
	    kind: string;
	    role: string;
	    tier: string;
	    lifecycle: string;
	    channel: string;
	    industry: string;
	    size: string;
	    province: string;
	    city: string;
	    district: string;
	    address: string;
	    tags: string[];
	    phone: string;
	    email: string;
	    contactId: number;
	    contactName: string;
	    ownerId: number;
	    creditLimit: number;
	    doNotContact: boolean;
	    custom: Record<string, unknown>;
	    createdAt: number;
	    updatedAt: number;
	    openedAt: number;
	    extra: Record<string, unknown>;
	}
	export interface Match {
	    customer: Row;
	    reasons: Reason[];
	    confidence: number;
	}
	export interface Checked {
	    errors: fault.Field[];
	    warnings: fault.Field[];
	    duplicates: Match[];
	    phones: Phone[];
	}
	export interface Consent {
	    marketing: string;
	    doNotContact: boolean;
	    source: string;
	    date: string;
	}
	export interface Social {
	    kind: string;
	    handle: string;
	}
	export interface Contact {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    customerId: number;
	    name: string;
	    title: string;
	    department: string;
	    dealRole: string;
	    phones: Phone[];
	    emails: string[];
	    social: Social[];
	    birthday: Day;
	    reportsTo: number;
	    leftCompany: boolean;
	    tags: string[];
	    remark: string;
	    custom: Record<string, unknown>;
	}
	export interface Customer {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    kind: string;
	    alias: string;
	    role: string;
	    tier: string;
	    lifecycle: string;
	    lifecycleFixed: boolean;
	    checkedOn: string;
	    channel: string;
	    industry: string;
	    size: string;
	    phones: Phone[];
	    emails: string[];
	    social: Social[];
	    website: string;
	    province: string;
	    city: string;
	    district: string;
	    address: string;
	    latitude: number;
	    longitude: number;
	    postcode: string;
	    shippingAddress: string;
	    billing: Billing;
	    legalRepresentative: string;
	    creditLimit: number;
	    creditCurrency: string;
	    termsDays: number;
	    ownerId: number;
	    primaryContactId: number;
	    anniversaries: Anniversary[];
	    consent: Consent;
	    tags: string[];
	    remark: string;
	    custom: Record<string, unknown>;
	}
	
	export interface Detail {
	    customer: Customer;
	    contacts: Contact[];
	    counts: Record<string, number>;
	    warnings: fault.Field[];
	}
	export interface SharedReason {
	    kind: string;
	    value: string;
	    code: string;
	    params: Record<string, unknown>;
	    confidence: number;
	    ids: number[];
	}
	export interface DuplicateGroup {
	    customers: Row[];
	    reasons: SharedReason[];
	    confidence: number;
	}
	export interface DuplicatePage {
	    groups: DuplicateGroup[];
	    total: number;
	    customers: number;
	}
	export interface Filter {
	    field: string;
	    op: string;
	    value: unknown;
	    days?: number;
	    not?: boolean;
	    any?: Filter[][];
	}
	export interface FilterField {
	    field: string;
	    group: string;
	    type: FilterType;
	    label: string;
	    own: boolean;
	    choices: string[];
	    words: string;
	    names: Record<string, string>;
	    used: boolean;
	    optional: boolean;
	    periods: boolean;
	}
	
	export interface Page {
	    rows: Row[];
	    total: number;
	}
	
	export interface Sort {
	    field: string;
	    desc: boolean;
	}
	export interface Query {
	    text: string;
	    filters: Filter[];
	    sort: Sort[];
	    offset: number;
	    limit: number;
	}
	
	
	
	export interface Segment {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    filters: Filter[];
	    sort: Sort[];
	    columns: string[];
	    position: number;
	}
	
	
	
	export interface Tag {
	    name: string;
	    count: number;
	}

}

export namespace exchange {
	
	export interface Choice {
	    field: string;
	    title: string;
	    contact: boolean;
	    several: boolean;
	}
	export interface Column {
	    header: string;
	    samples: string[];
	    field: string;
	}
	export interface Fix {
	    part: string;
	    row: number;
	    column: number;
	    value: string;
	    drop: boolean;
	    keep: boolean;
	}
	export interface Reading {
	    skip?: boolean;
	    encoding: string;
	    delimiter: string;
	    headerRow?: number;
	    mapping: string[];
	    fresh: boolean;
	}
	export interface Options {
	    as: string;
	    parts: Record<string, Reading>;
	    fixes: Fix[];
	    onDuplicate: string;
	    lang: locale.Tag;
	}
	export interface PartPlan {
	    part: string;
	    take: boolean;
	    refused: string;
	    linked: boolean;
	    format: string;
	    encoding: string;
	    delimiter: string;
	    headerRow: number;
	    columns: Column[];
	    first: string[][];
	    firstRow: number;
	    rows: number;
	    moreRows: boolean;
	    remembered: boolean;
	}
	export interface Plan {
	    name: string;
	    parts: PartPlan[];
	    ignored: string[];
	    fields: Choice[];
	    encodings: string[];
	}

}

export namespace fault {
	
	export interface Field {
	    field: string;
	    code: string;
	    params?: Record<string, unknown>;
	}
	export interface Error {
	    code: string;
	    params?: Record<string, unknown>;
	    fields?: Field[];
	}

}

export namespace files {
	
	export interface Info {
	    token: string;
	    name: string;
	    size: number;
	}

}

export namespace forecast {
	
	export interface Band {
	    low: number;
	    high: number;
	    mean: number;
	    n: number;
	    won: number;
	}
	export interface Case {
	    id: number;
	    name: string;
	    customerName: string;
	    channel: string;
	    outcome: opportunity.Outcome;
	    amount: number;
	    currency: string;
	    closedAt: number;
	}
	export interface Change {
	    id: number;
	    name: string;
	    customerName: string;
	    kind: string;
	    also: string[];
	    was: number;
	    now: number;
	    delta: number;
	    amountWas: number;
	    amountNow: number;
	    stageWas: string;
	    stageNow: string;
	    closeWas: string;
	    closeNow: string;
	}
	export interface KindSum {
	    kind: string;
	    count: number;
	    delta: number;
	}
	export interface Changes {
	    since: number;
	    was: number;
	    now: number;
	    kinds: KindSum[];
	    rows: Change[];
	}
	export interface Deal {
	    id: number;
	    name: string;
	    customerName: string;
	    stageName: string;
	    outcome: opportunity.Outcome;
	    amount: number;
	    probability: number;
	    own: boolean;
	    guess: number;
	    weighted: number;
	    commit: boolean;
	    agreed: boolean;
	    expectedClose: string;
	}
	
	export interface Query {
	    pipelineId: number;
	    ownerId: number;
	    currency: string;
	}
	export interface Reason {
	    kind: string;
	    value: string;
	    deals: number;
	    won: number;
	    used: boolean;
	    before: number;
	    after: number;
	}
	export interface Reliability {
	    n: number;
	    brier: number;
	    constant: number;
	    bands: Band[];
	    closed: number;
	}
	export interface Row {
	    key: string;
	    won: number;
	    commit: number;
	    weighted: number;
	    best: number;
	    target: number;
	    deals: Deal[];
	}
	export interface View {
	    this: string;
	    months: Row[];
	    open: Row[];
	    currency: string;
	    currencies: string[];
	    closed: number;
	}
	export interface Why {
	    probability: number;
	    own?: number;
	    calibrated: number;
	    guess: number;
	    reasons: Reason[];
	    closed: number;
	    cases: Case[];
	}

}

export namespace group {
	export type ID = number;
	export type Kind = 'intent' | 'client' | 'service';
	
	export interface Overlap {
	    aId: number;
	    bId: number;
	    count: number;
	}
	export interface Detail {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    kind: Kind;
	    inCharge: string;
	    ownerId: number;
	    note: string;
	    segmentId: number;
	    members: number;
	    shared: number;
	    handed: number;
	    segment: string;
	    new: number;
	    overlaps: Overlap[];
	    names: Record<number, string>;
	    handovers: number;
	}
	export interface Group {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    kind: Kind;
	    inCharge: string;
	    ownerId: number;
	    note: string;
	    segmentId: number;
	}
	export interface Said {
	    id: number;
	    at: number;
	    medium: interaction.Medium;
	    summary: string;
	}
	export interface Handed {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    customerId: number;
	    fromId: number;
	    toId: number;
	    at: number;
	    topic: string;
	    note: string;
	    needs: string[];
	    interactions: number[];
	    stayed: boolean;
	    customerName: string;
	    fromName: string;
	    toName: string;
	    said: Said[];
	}
	export interface Member {
	    id: number;
	    version: number;
	    name: string;
	    alias: string;
	    kind: string;
	    role: string;
	    tier: string;
	    lifecycle: string;
	    channel: string;
	    industry: string;
	    size: string;
	    province: string;
	    city: string;
	    district: string;
	    address: string;
	    tags: string[];
	    phone: string;
	    email: string;
	    contactId: number;
	    contactName: string;
	    ownerId: number;
	    creditLimit: number;
	    doNotContact: boolean;
	    custom: Record<string, unknown>;
	    createdAt: number;
	    updatedAt: number;
	    openedAt: number;
	    extra: Record<string, unknown>;
	    joinedAt: number;
	    note: string;
	    others: string[];
	}
	export interface Members {
	    rows: Member[];
	    total: number;
	}
	
	export interface Several {
	    id: number;
	    name: string;
	    groups: number[];
	}
	export interface Overlaps {
	    pairs: Overlap[];
	    customers: Several[];
	    total: number;
	}
	export interface Place {
	    groupId: number;
	    customerId: number;
	    name: string;
	    kind: Kind;
	    inCharge: string;
	    ownerId: number;
	    joinedAt: number;
	    note: string;
	}
	
	
	export interface Task {
	    customers: number[];
	    fromId: number;
	    toId: number;
	    topic: string;
	    note: string;
	    needs: string[];
	    interactions: number[];
	    recent: number;
	    stay: boolean;
	}
	export interface View {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    kind: Kind;
	    inCharge: string;
	    ownerId: number;
	    note: string;
	    segmentId: number;
	    members: number;
	    shared: number;
	    handed: number;
	    segment: string;
	}

}

export namespace history {
	
	export interface Done {
	    step: number;
	}
	export interface Emptied {
	    purged: number;
	    kept: number;
	}
	export interface FieldChange {
	    field: string;
	    old: unknown;
	    new: unknown;
	}
	export interface StepInfo {
	    id: number;
	    at: number;
	    actor: string;
	    label: string;
	    params: Record<string, unknown>;
	    quiet: boolean;
	    undoable: boolean;
	    undoes: number;
	    undoneBy: number;
	}
	export interface Entry {
	    id: number;
	    step: StepInfo;
	    op: string;
	    fields: FieldChange[];
	}
	
	export interface Filter {
	    field: string;
	    actor: string;
	    op: string;
	    kind: string;
	    from: number;
	    to: number;
	    before: number;
	    limit: number;
	}
	
	export interface Trashed {
	    kind: string;
	    id: number;
	    title: string;
	    deletedAt: number;
	    expiresAt: number;
	}
	export interface TrashPage {
	    items: Trashed[];
	    total: number;
	}

}

export namespace insight {
	
	export interface ChannelShare {
	    channel: string;
	    total: number;
	    complete: number;
	    facets: Record<string, number>;
	}
	export interface DayShare {
	    day: string;
	    total: number;
	    complete: number;
	}
	export interface Doubt {
	    index: number;
	    value: string;
	    code: string;
	    meant: string;
	}
	export interface Holder {
	    contactId: number;
	    version: number;
	    name: string;
	    phones: customer.Phone[];
	    emails: string[];
	    doubts: Doubt[];
	}
	export interface FixRow {
	    customerId: number;
	    version: number;
	    name: string;
	    kind: string;
	    tier: string;
	    phone: string;
	    province: string;
	    city: string;
	    address: string;
	    taxId: string;
	    code: string;
	    holders: Holder[];
	    contractId: number;
	    contractName: string;
	    since: number;
	    lastAt: number;
	}
	export interface FixPage {
	    rows: FixRow[];
	    total: number;
	}
	
	export interface StaffShare {
	    id: number;
	    total: number;
	    complete: number;
	    facets: Record<string, number>;
	}
	export interface Health {
	    total: number;
	    complete: number;
	    facets: Record<string, number>;
	    needs: string[];
	    names: string[];
	    channels: ChannelShare[];
	    staff: StaffShare[];
	    fixes: Record<string, number>;
	    days: DayShare[];
	}
	
	export interface Why {
	    code: string;
	    params: Record<string, unknown>;
	}
	export interface Lifecycle {
	    stage: string;
	    fixed: boolean;
	    byRule: string;
	    why: Why;
	    on: boolean;
	}
	export interface Sale {
	    contractId: number;
	    number: string;
	    name: string;
	    day: string;
	    amount: number;
	    currency: string;
	}
	export interface Worth {
	    sales: number;
	    days: number;
	    total: number;
	    other: number;
	    firstDay: string;
	    lastDay: string;
	}
	export interface Part {
	    key: string;
	    step: number;
	    points: number;
	    max: number;
	}
	export interface Judgement {
	    tier: string;
	    suggested: string;
	    putOff: boolean;
	    score: number;
	    parts: Part[];
	    worth: Worth;
	    buyers: number;
	    fewest: number;
	    tierA: number;
	    tierB: number;
	    sales: Sale[];
	    lastAt: number;
	    talks: number;
	    promised: number;
	    promises: opportunity.Card[];
	    lateDays: number;
	    lates: payment.LateRow[];
	    creditLimit: number;
	    creditCurrency: string;
	    owed: number;
	    lifecycle: Lifecycle;
	}
	
	
	export interface Rules {
	    lifecycle: boolean;
	    activeDays: number;
	    dormantDays: number;
	    lostDays: number;
	    drafts: boolean;
	    tasks: boolean;
	    running: boolean;
	    tierA: number;
	    tierB: number;
	    needs: string[];
	    staleDays: number;
	}
	
	
	export interface Suggestion {
	    customerId: number;
	    name: string;
	    tier: string;
	    suggested: string;
	    score: number;
	    worth: Worth;
	    lastAt: number;
	    promised: number;
	}
	export interface SuggestionPage {
	    rows: Suggestion[];
	    total: number;
	    putOff: number;
	    buyers: number;
	    fewest: number;
	    tierA: number;
	    tierB: number;
	}
	

}

export namespace intake {
	
	export interface Note {
	    code: string;
	    block: number;
	    text?: string;
	}
	export interface LinesOffer {
	    block: number;
	    columns: template.LinesColumn[];
	    totals: string[];
	    accepted: boolean;
	    insert?: boolean;
	}
	export interface Blank {
	    id: string;
	    block: number;
	    ordinal: number;
	    text: string;
	    before: string;
	    after: string;
	    key: string;
	    type: template.FieldType;
	    as: string;
	    confidence: number;
	    sign?: boolean;
	}
	export interface Field {
	    key: string;
	    label: string;
	    type: template.FieldType;
	    source: string;
	    party?: string;
	    fact?: string;
	    confidence: number;
	    as: string;
	    blanks: string[];
	}
	export interface Origin {
	    path: number[];
	    from: number[];
	}
	export interface Original {
	    index: number;
	    kind: string;
	    number?: string;
	    text: string;
	    align?: string;
	    heading?: number;
	    rows?: string[][];
	}
	export interface Party {
	    key: string;
	    label: string;
	    aliases: string[];
	    role: string;
	    name?: string;
	}
	export interface Proposal {
	    file?: string;
	    name: string;
	    taken?: string;
	    format: string;
	    rough?: boolean;
	    kind: template.Kind;
	    language: locale.Tag;
	    we: string;
	    parties: Party[];
	    definition: template.Definition;
	    original: Original[];
	    origins: Origin[];
	    fields: Field[];
	    blanks: Blank[];
	    lines: LinesOffer[];
	    charsIn: number;
	    charsOut: number;
	    clauses: number;
	    blocks: number;
	    dropped: manuscript.Drop[];
	    notes: Note[];
	    problems: template.Problem[];
	}
	export interface Accepted {
	    template: template.Template;
	    proposal: Proposal;
	}
	
	export interface BlankDecision {
	    id: string;
	    as?: string;
	    key?: string;
	    label?: string;
	    type?: template.FieldType;
	}
	export interface FieldDecision {
	    key: string;
	    as?: string;
	    label?: string;
	    type?: template.FieldType;
	    source?: string;
	    required?: boolean;
	}
	export interface LinesDecision {
	    block: number;
	    accepted: boolean;
	}
	export interface Decisions {
	    name?: string;
	    kind?: template.Kind;
	    we?: string;
	    numbering?: string[];
	    lock?: string;
	    lines?: LinesDecision[];
	    fields?: FieldDecision[];
	    blanks?: BlankDecision[];
	}
	
	
	
	
	
	
	
	

}

export namespace interaction {
	export type Direction = 'in' | 'out';
	export type ID = number;
	export type Medium = 'call' | 'sms' | 'visit' | 'wechat' | 'email' | 'meeting' | 'letter' | 'social' | 'other';
	export type Outcome = '' | 'reached' | 'no_answer' | 'agreed' | 'considering' | 'refused' | 'complaint';
	export type State = 'open' | 'done' | 'skipped';
	export type TaskID = number;
	
	export interface TaskView {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    title: string;
	    due: string;
	    dueTime: string;
	    aboutKind: string;
	    aboutId: number;
	    customerId: number;
	    interactionId: number;
	    assigneeId: number;
	    state: State;
	    doneAt: number;
	    snoozed: number;
	    remark: string;
	    customerName: string;
	    phone: string;
	    about: string;
	}
	export interface Agenda {
	    overdue: TaskView[];
	    today: TaskView[];
	    week: TaskView[];
	}
	export interface Reason {
	    code: string;
	    params: Record<string, unknown>;
	}
	export interface TierLimit {
	    tier: string;
	    week: number;
	    month: number;
	    year: number;
	    neglect: number;
	}
	export interface Touches {
	    week: number;
	    month: number;
	    year: number;
	}
	export interface Balanced {
	    id: number;
	    name: string;
	    tier: string;
	    contactName: string;
	    phone: string;
	    touches: Touches;
	    limit: TierLimit;
	    lastAt: number;
	    days: number;
	    nextDue: string;
	    nextStep: string;
	    running: boolean;
	    doNotContact: boolean;
	    reasons: Reason[];
	}
	export interface Balance {
	    rows: Balanced[];
	    total: number;
	    on: boolean;
	}
	
	export interface Task {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    title: string;
	    due: string;
	    dueTime: string;
	    aboutKind: string;
	    aboutId: number;
	    customerId: number;
	    interactionId: number;
	    assigneeId: number;
	    state: State;
	    doneAt: number;
	    snoozed: number;
	    remark: string;
	}
	export interface Entry {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    customerId: number;
	    contactId: number;
	    contractId: number;
	    opportunityId: number;
	    leadId: number;
	    medium: Medium;
	    direction: Direction;
	    at: number;
	    minutes: number;
	    summary: string;
	    purposes: string[];
	    needs: string[];
	    outcome: Outcome;
	    priceLow: number;
	    priceHigh: number;
	    competitor: string;
	    satisfaction: number;
	    customerName: string;
	    contactName: string;
	    contractTitle: string;
	    opportunityTitle: string;
	    leadName: string;
	    files: number;
	    task?: Task;
	}
	export interface Caller {
	    customerId: number;
	    name: string;
	    contact: string;
	    number: string;
	    exact: boolean;
	    last: Entry[];
	    next?: Task;
	}
	export interface Contact {
	    medium: Medium;
	    at: number;
	    marketing: boolean;
	}
	
	export interface Interaction {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    customerId: number;
	    contactId: number;
	    contractId: number;
	    opportunityId: number;
	    leadId: number;
	    medium: Medium;
	    direction: Direction;
	    at: number;
	    minutes: number;
	    summary: string;
	    purposes: string[];
	    needs: string[];
	    outcome: Outcome;
	    priceLow: number;
	    priceHigh: number;
	    competitor: string;
	    satisfaction: number;
	}
	export interface MediumLimit {
	    medium: Medium;
	    month: number;
	}
	export interface Limits {
	    on: boolean;
	    tiers: TierLimit[];
	    media: MediumLimit[];
	    running: number;
	}
	
	export interface MediumTouches {
	    medium: Medium;
	    week: number;
	    month: number;
	    year: number;
	}
	export interface Next {
	    title: string;
	    due: string;
	    dueTime: string;
	}
	export interface Query {
	    customerId: number;
	    contractId: number;
	    leadId: number;
	    opportunityId: number;
	    medium: Medium;
	    outcome: Outcome;
	    text: string;
	    before: number;
	    beforeId: number;
	    limit: number;
	}
	export interface Reach {
	    ids: number[];
	    barred: number;
	    names: string[];
	}
	
	export interface Silent {
	    id: number;
	    name: string;
	    tier: string;
	    days: number;
	    never: boolean;
	    phone: string;
	}
	export interface Silence {
	    customers: Silent[];
	    total: number;
	    days: number;
	}
	
	export interface Standing {
	    customerId: number;
	    name: string;
	    tier: string;
	    consent: customer.Consent;
	    touches: Touches;
	    byMedium: MediumTouches[];
	    limit: TierLimit;
	    limitsOn: boolean;
	    reasons: Reason[];
	}
	
	export interface TaskQuery {
	    customerId: number;
	    aboutKind: string;
	    aboutId: number;
	    state: State;
	    of: number;
	    from: string;
	    to: string;
	    limit: number;
	    offset: number;
	}
	
	

}

export namespace job {
	export type ID = string;
	export type State = 'running' | 'done' | 'failed' | 'cancelled';
	
	export interface Job {
	    id: string;
	    kind: string;
	    params: Record<string, unknown>;
	    state: State;
	    done: number;
	    total: number;
	    result?: unknown;
	    error?: fault.Error;
	    startedAt: number;
	    endedAt: number;
	}

}

export namespace lead {
	export type AssignBy = 'region' | 'product';
	export type ChannelID = number;
	export type ChannelKind = 'own' | 'free' | 'paid';
	export type CostID = number;
	export type Grade = 'hot' | 'warm' | 'cold';
	export type How = 'own' | 'rule' | 'hand' | 'grab' | 'release' | 'returned' | 'moved';
	export type ID = number;
	export type Rest = 'own' | 'round' | 'pool';
	export type State = 'open' | 'converted' | 'recycled' | 'invalid';
	export type Verdict = 'new' | 'lead' | 'customer';
	
	export interface AssignRule {
	    by: AssignBy;
	    regions: string[];
	    products: number[];
	    people: number[];
	}
	export interface Assignment {
	    rules: AssignRule[];
	    rest: Rest;
	    people: number[];
	    quota: number;
	    returnDays: number;
	    noticeDays: number;
	}
	export interface BudgetPoints {
	    from: number;
	    points: number;
	}
	export interface Cleaning {
	    required: string[];
	    validNumber: boolean;
	    inside: string[];
	    outside: string[];
	    rubbish: string[];
	}
	export interface Channel {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    kind: ChannelKind;
	    aliases: string[];
	    points: number;
	    cleaning: Cleaning;
	    position: number;
	}
	export interface ChannelView {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    kind: ChannelKind;
	    aliases: string[];
	    points: number;
	    cleaning: Cleaning;
	    position: number;
	    leads: number;
	    cost: number;
	}
	
	export interface Conversion {
	    customerId: number;
	    kind: string;
	    customerName: string;
	    contactName: string;
	    opportunity: boolean;
	    opportunityName: string;
	    amount: number;
	    lines: boolean;
	}
	export interface Cost {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    channelId: number;
	    month: string;
	    amount: number;
	    note: string;
	}
	export interface Counts {
	    open: number;
	    new: number;
	    working: number;
	    due: number;
	    converted: number;
	    recycled: number;
	    invalid: number;
	    returning: number;
	}
	export interface Known {
	    leadId: number;
	    customerId: number;
	    name: string;
	    state: State;
	    code: string;
	    params: Record<string, unknown>;
	}
	export interface Named {
	    id: number;
	    name: string;
	}
	export interface Reason {
	    points: number;
	    code: string;
	    params: Record<string, unknown>;
	}
	export interface Graded {
	    grade: Grade;
	    score: number;
	    byHand: boolean;
	    rules: Grade;
	    hot: number;
	    warm: number;
	    reasons: Reason[];
	}
	export interface Finding {
	    ok: boolean;
	    field: string;
	    code: string;
	    params: Record<string, unknown>;
	}
	export interface Detail {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    company: string;
	    phone: string;
	    wechat: string;
	    email: string;
	    channelId: number;
	    province: string;
	    city: string;
	    need: string;
	    products: number[];
	    amount: number;
	    decisionMaker: boolean;
	    ownGrade: Grade;
	    receivedAt: number;
	    ownerId: number;
	    tags: string[];
	    remark: string;
	    state: State;
	    reason: string;
	    reasonNote: string;
	    closedAt: number;
	    customerId: number;
	    contactId: number;
	    opportunityId: number;
	    channelName: string;
	    status: string;
	    grade: Grade;
	    score: number;
	    firstAt: number;
	    lastAt: number;
	    nextDue: string;
	    nextStep: string;
	    problems: number;
	    returnsOn: string;
	    waiting: number;
	    number: string;
	    findings: Finding[];
	    graded: Graded;
	    interest: Named[];
	    known: Known[];
	    customerName: string;
	    opportunityName: string;
	}
	export interface Lead {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    company: string;
	    phone: string;
	    wechat: string;
	    email: string;
	    channelId: number;
	    province: string;
	    city: string;
	    need: string;
	    products: number[];
	    amount: number;
	    decisionMaker: boolean;
	    ownGrade: Grade;
	    receivedAt: number;
	    ownerId: number;
	    tags: string[];
	    remark: string;
	    state: State;
	    reason: string;
	    reasonNote: string;
	    closedAt: number;
	    customerId: number;
	    contactId: number;
	    opportunityId: number;
	}
	export interface Entry {
	    lead: Lead;
	    text: string;
	    newChannel: string;
	    newKind: ChannelKind;
	    verdict: Verdict;
	    leadId: number;
	    customerId: number;
	}
	
	
	export interface Grading {
	    hot: number;
	    warm: number;
	    budgets: BudgetPoints[];
	    need: number;
	    decisionMaker: number;
	    answered: number;
	    number: number;
	    unclean: number;
	}
	export interface Handing {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    leadId: number;
	    fromId: number;
	    toId: number;
	    byId: number;
	    how: How;
	    rule: string;
	    day: string;
	}
	
	
	export interface Look {
	    lead: Lead;
	    text: string;
	    newChannel: string;
	    findings: Finding[];
	    graded: Graded;
	    verdict: Verdict;
	    known: Known[];
	    problems: fault.Field[];
	    double: number;
	}
	export interface Made {
	    customerId: number;
	    contactId: number;
	    opportunityId: number;
	    newCustomer: boolean;
	}
	
	export interface Row {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    company: string;
	    phone: string;
	    wechat: string;
	    email: string;
	    channelId: number;
	    province: string;
	    city: string;
	    need: string;
	    products: number[];
	    amount: number;
	    decisionMaker: boolean;
	    ownGrade: Grade;
	    receivedAt: number;
	    ownerId: number;
	    tags: string[];
	    remark: string;
	    state: State;
	    reason: string;
	    reasonNote: string;
	    closedAt: number;
	    customerId: number;
	    contactId: number;
	    opportunityId: number;
	    channelName: string;
	    status: string;
	    grade: Grade;
	    score: number;
	    firstAt: number;
	    lastAt: number;
	    nextDue: string;
	    nextStep: string;
	    problems: number;
	    returnsOn: string;
	    waiting: number;
	}
	export interface Page {
	    rows: Row[];
	    total: number;
	}
	export interface Pool {
	    free: number;
	    left: number;
	    limited: boolean;
	    returning: number;
	    noticeDays: number;
	}
	export interface Proposal {
	    customerId: number;
	    kind: string;
	    customerName: string;
	    contactName: string;
	    opportunity: boolean;
	    opportunityName: string;
	    amount: number;
	    lines: boolean;
	    known: Known[];
	    products: string[];
	    talks: number;
	    tasks: number;
	}
	export interface Query {
	    view: string;
	    text: string;
	    whose: string;
	    channelId: number;
	    grade: Grade;
	    problems: boolean;
	    sort: string;
	    desc: boolean;
	    offset: number;
	    limit: number;
	}
	
	export interface ReportRow {
	    channelId: number;
	    channelName: string;
	    kind: ChannelKind;
	    ownerId: number;
	    month: string;
	    leads: number;
	    contacted: number;
	    converted: number;
	    won: number;
	    revenue: number;
	    other: number;
	    cost: number;
	    costPerLead?: number;
	    costPerCustomer?: number;
	    return?: number;
	    firstContact?: number;
	}
	export interface Report {
	    from: string;
	    to: string;
	    channels: ReportRow[];
	    months: ReportRow[];
	    cells: ReportRow[];
	    staff: ReportRow[];
	    total: ReportRow;
	}
	
	
	export interface Taken {
	    leads: number[];
	    known: number;
	    news: number;
	}

}

export namespace manuscript {
	
	export interface Drop {
	    code: string;
	    count: number;
	    text?: string;
	}

}

export namespace opportunity {
	export type CriterionKind = 'field' | 'contact' | 'interaction' | 'quote' | 'amount' | 'tick';
	export type ID = number;
	export type Outcome = 'open' | 'won' | 'lost' | 'void';
	export type PipelineID = number;
	export type StageID = number;
	
	export interface Card {
	    id: number;
	    version: number;
	    name: string;
	    customerId: number;
	    customerName: string;
	    pipelineId: number;
	    stageId: number;
	    stageName: string;
	    stageSince: number;
	    openedAt: number;
	    updatedAt: number;
	    outcome: Outcome;
	    closedAt: number;
	    amount: number;
	    currency: string;
	    probability: number;
	    ownerId: number;
	    own: boolean;
	    learned: boolean;
	    guess: number;
	    weighted: number;
	    expectedClose: string;
	    days: number;
	    targetDays: number;
	    nextTitle: string;
	    nextDue: string;
	}
	export interface Sum {
	    currency: string;
	    total: number;
	    weighted: number;
	}
	export interface Criterion {
	    key: string;
	    kind: CriterionKind;
	    name: string;
	    field: string;
	    role: string;
	    media: interaction.Medium[];
	    purposes: string[];
	    action: string;
	    example: string;
	}
	export interface Stage {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    pipelineId: number;
	    name: string;
	    colour: string;
	    position: number;
	    probability: number;
	    targetDays: number;
	    criteria: Criterion[];
	}
	export interface Column {
	    stage: Stage;
	    sums: Sum[];
	    cards: Card[];
	}
	export interface Pipeline {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    position: number;
	}
	export interface BoardView {
	    pipeline: Pipeline;
	    columns: Column[];
	    sums: Sum[];
	}
	
	export interface Closing {
	    outcome: Outcome;
	    reason: string;
	    competitor: string;
	    note: string;
	}
	
	
	export interface Paper {
	    id: number;
	    number: string;
	    name: string;
	    kind: template.Kind;
	    stage: contract.Stage;
	    amount: number;
	    currency: string;
	}
	export interface StageMove {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    opportunityId: number;
	    at: number;
	    fromId: number;
	    toId: number;
	    outcome: Outcome;
	    reason: string;
	    unmet: string[];
	}
	export interface Role {
	    contactId: number;
	    role: string;
	    name: string;
	    title: string;
	    phone: string;
	    left: boolean;
	}
	export interface Margin {
	    net: number;
	    cost: number;
	    margin: number;
	    unknown: number;
	}
	export interface Judged {
	    key: string;
	    kind: CriterionKind;
	    name: string;
	    field: string;
	    role: string;
	    media: interaction.Medium[];
	    purposes: string[];
	    action: string;
	    example: string;
	    stageId: number;
	    stageName: string;
	    met: boolean;
	    by: string;
	    at: number;
	    medium: interaction.Medium;
	    id: number;
	}
	export interface Person {
	    contactId: number;
	    role: string;
	}
	export interface Detail {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    customerId: number;
	    pipelineId: number;
	    stageId: number;
	    stageSince: number;
	    openedAt: number;
	    outcome: Outcome;
	    closedAt: number;
	    closingReason: string;
	    competitor: string;
	    closingNote: string;
	    contractId: number;
	    amount: number;
	    currency: string;
	    lines: template.Line[];
	    wholeDiscount: number;
	    netPrices: boolean;
	    ownProbability?: number;
	    expectedClose: string;
	    ownerId: number;
	    need: string;
	    contacts: Person[];
	    ticks: Record<string, number>;
	    origin: string;
	    tags: string[];
	    remark: string;
	    card: Card;
	    stages: Stage[];
	    judged: Judged[];
	    ready: number;
	    totals: template.Totals;
	    margin: Margin;
	    unreasoned: string[];
	    people: Role[];
	    moves: StageMove[];
	    papers: Paper[];
	    approval: approval.Standing;
	    askLost: boolean;
	    names: Record<number, string>;
	    tier: string;
	}
	
	
	export interface Opportunity {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    customerId: number;
	    pipelineId: number;
	    stageId: number;
	    stageSince: number;
	    openedAt: number;
	    outcome: Outcome;
	    closedAt: number;
	    closingReason: string;
	    competitor: string;
	    closingNote: string;
	    contractId: number;
	    amount: number;
	    currency: string;
	    lines: template.Line[];
	    wholeDiscount: number;
	    netPrices: boolean;
	    ownProbability?: number;
	    expectedClose: string;
	    ownerId: number;
	    need: string;
	    contacts: Person[];
	    ticks: Record<string, number>;
	    origin: string;
	    tags: string[];
	    remark: string;
	}
	export interface Page {
	    rows: Card[];
	    total: number;
	    sums: Sum[];
	}
	
	
	
	export interface StageView {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    pipelineId: number;
	    name: string;
	    colour: string;
	    position: number;
	    probability: number;
	    targetDays: number;
	    criteria: Criterion[];
	    open: number;
	}
	export interface PipelineView {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    position: number;
	    stages: StageView[];
	    open: number;
	    closed: number;
	}
	export interface Query {
	    text: string;
	    pipelineId: number;
	    stageIds: number[];
	    outcomes: Outcome[];
	    customerId: number;
	    ownerId: number;
	    from: string;
	    to: string;
	    without: boolean;
	    late: boolean;
	    past: boolean;
	    sort: string;
	    desc: boolean;
	    offset: number;
	    limit: number;
	}
	
	
	
	
	
	export interface Waiting {
	    without: Card[];
	    late: Card[];
	    past: Card[];
	    withoutCount: number;
	    lateCount: number;
	    pastCount: number;
	}

}

export namespace outreach {
	
	export interface FillOptions {
	    sure: boolean;
	    guess: boolean;
	    tidy: boolean;
	    skip: number[];
	}
	export interface Neighbour {
	    id: number;
	    name: string;
	    tier: string;
	    contactName: string;
	    phone: string;
	    province: string;
	    city: string;
	    district: string;
	    address: string;
	    regionCode: string;
	    latitude: number;
	    longitude: number;
	    lastAt: number;
	    nextDue: string;
	    nextStep: string;
	    doNotContact: boolean;
	    by: string;
	    meters: number;
	}
	export interface RegionRow {
	    code: string;
	    name: string;
	    english: string;
	    count: number;
	    a: number;
	    leaf: boolean;
	}
	export interface Regions {
	    place: region.Place;
	    rows: RegionRow[];
	    here: number;
	    total: number;
	    unplaced: number;
	}
	export interface Sheet {
	    url: string;
	    pages: number;
	}
	export interface SheetOptions {
	    language: locale.Tag;
	    day: string;
	    lines: number;
	}
	export interface Stop {
	    id: number;
	    name: string;
	    tier: string;
	    contactName: string;
	    phone: string;
	    province: string;
	    city: string;
	    district: string;
	    address: string;
	    regionCode: string;
	    latitude: number;
	    longitude: number;
	    lastAt: number;
	    nextDue: string;
	    nextStep: string;
	    doNotContact: boolean;
	}

}

export namespace payment {
	export type ID = number;
	
	export interface Allocation {
	    rowId: number;
	    amount: number;
	}
	export interface Entry {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    number: string;
	    customerId: number;
	    direction: string;
	    paidOn: string;
	    amount: number;
	    currency: string;
	    method: string;
	    account: string;
	    payer: string;
	    allocations: Allocation[];
	    state: string;
	    reason: string;
	    remark: string;
	    origin: string;
	    customerName: string;
	    for: number[];
	    contracts: string;
	    free: number;
	    files: number;
	}
	export interface Due {
	    rowId: number;
	    contractId: number;
	    customerId: number;
	    customerName: string;
	    number: string;
	    name: string;
	    n: number;
	    kind: string;
	    dueOn: string;
	    note: string;
	    amount: number;
	    currency: string;
	    state: string;
	}
	export interface Sum {
	    currency: string;
	    owed: number;
	    overdue: number;
	    soon: number;
	    paid: number;
	    free: number;
	}
	export interface Account {
	    sums: Sum[];
	    dues: Due[];
	    payments: Entry[];
	    count: number;
	}
	
	export interface Ask {
	    customerId: number;
	    contractId: number;
	    rowId: number;
	    direction: string;
	    currency: string;
	    amount: number;
	    paymentId: number;
	}
	
	
	export interface LateRow {
	    contractId: number;
	    number: string;
	    name: string;
	    dueOn: string;
	    paidOn: string;
	    amount: number;
	    days: number;
	}
	export interface MonthSum {
	    currency: string;
	    amount: number;
	}
	export interface Overview {
	    sums: Sum[];
	    overdue: Due[];
	    soon: Due[];
	    overdueCount: number;
	    soonCount: number;
	}
	export interface Page {
	    rows: Entry[];
	    total: number;
	    sums: MonthSum[];
	}
	export interface Payment {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    number: string;
	    customerId: number;
	    direction: string;
	    paidOn: string;
	    amount: number;
	    currency: string;
	    method: string;
	    account: string;
	    payer: string;
	    allocations: Allocation[];
	    state: string;
	    reason: string;
	    remark: string;
	    origin: string;
	}
	export interface PlanRow {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    contractId: number;
	    n: number;
	    kind: string;
	    share: number;
	    amount: number;
	    dueOn: string;
	    remindDays: number;
	    note: string;
	}
	export interface Suggestion {
	    key: string;
	    rows: PlanRow[];
	    days: number;
	}
	export interface Row {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    contractId: number;
	    n: number;
	    kind: string;
	    share: number;
	    amount: number;
	    dueOn: string;
	    remindDays: number;
	    note: string;
	    paid: number;
	    state: string;
	}
	export interface Plan {
	    contractId: number;
	    customerId: number;
	    amount: number;
	    currency: string;
	    owes: boolean;
	    editable: boolean;
	    rows: Row[];
	    sum: number;
	    differs: number;
	    paid: number;
	    owed: number;
	    overdue: number;
	    free: number;
	    payments: Entry[];
	    suggestions: Suggestion[];
	}
	
	export interface Share {
	    rowId: number;
	    contractId: number;
	    number: string;
	    name: string;
	    n: number;
	    kind: string;
	    dueOn: string;
	    room: number;
	    amount: number;
	}
	export interface Proposal {
	    amount: number;
	    currency: string;
	    shares: Share[];
	    free: number;
	}
	export interface Query {
	    text: string;
	    state: string;
	    customerId: number;
	    month: string;
	    sort: string;
	    asc: boolean;
	    offset: number;
	    limit: number;
	}
	
	
	

}

export namespace press {
	
	export interface Band {
	    y: number;
	    h: number;
	}
	export interface Patch {
	    pdf: string;
	    bands: Band[][];
	}
	export interface Seen {
	    page: number;
	    mark: string;
	}

}

export namespace product {
	export type CategoryID = number;
	export type ID = number;
	export type Status = 'on' | 'off';
	
	export interface Category {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    parentId: number;
	    position: number;
	}
	export interface CategoryView {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    parentId: number;
	    position: number;
	    path: string;
	    count: number;
	}
	export interface Product {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    code: string;
	    categoryId: number;
	    spec: string;
	    unit: string;
	    listPrice: number;
	    floorPrice: number;
	    cost: number;
	    tierPrices: Record<string, number>;
	    tax: number;
	    status: Status;
	    warrantyMonths: number;
	    parts: Part[];
	    remark: string;
	    pictures: number[];
	}
	export interface Item {
	    productId: number;
	    qty: number;
	    name: string;
	    code: string;
	    spec: string;
	    unit: string;
	    amount: number;
	    cost: number;
	    gone: boolean;
	}
	export interface Part {
	    productId: number;
	    qty: number;
	}
	export interface Detail {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    code: string;
	    categoryId: number;
	    spec: string;
	    unit: string;
	    listPrice: number;
	    floorPrice: number;
	    cost: number;
	    tierPrices: Record<string, number>;
	    tax: number;
	    status: Status;
	    warrantyMonths: number;
	    parts: Part[];
	    remark: string;
	    pictures: number[];
	    categoryName: string;
	    items: Item[];
	    separately: number;
	    costs: number;
	    in: Product[];
	}
	
	export interface Offer {
	    id: number;
	    name: string;
	    code: string;
	    spec: string;
	    unit: string;
	    listPrice: number;
	    price: number;
	    floor: number;
	    tax: number;
	    package: string;
	}
	export interface Row {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    code: string;
	    categoryId: number;
	    spec: string;
	    unit: string;
	    listPrice: number;
	    floorPrice: number;
	    cost: number;
	    tierPrices: Record<string, number>;
	    tax: number;
	    status: Status;
	    warrantyMonths: number;
	    parts: Part[];
	    remark: string;
	    pictures: number[];
	    categoryName: string;
	    image: number;
	}
	export interface Page {
	    rows: Row[];
	    total: number;
	}
	
	
	export interface Query {
	    text: string;
	    categoryId: number;
	    status: Status;
	    packages: boolean;
	    sort: string;
	    desc: boolean;
	    offset: number;
	    limit: number;
	}

}

export namespace region {
	
	export interface Division {
	    code: string;
	    name: string;
	    english: string;
	}
	export interface Match {
	    code: string;
	    province: string;
	    city: string;
	    district: string;
	    sure: boolean;
	    former: string;
	    rest: string;
	}
	export interface Place {
	    code: string;
	    province: string;
	    city: string;
	    district: string;
	}

}

export namespace relation {
	export type ID = number;
	export type Role = 'parent' | 'child' | 'referrer' | 'referred' | 'family' | 'legal' | 'other';
	
	export interface Tie {
	    id: number;
	    ofId: number;
	    otherId: number;
	    name: string;
	    customerKind: string;
	    tier: string;
	    role: Role;
	    word: string;
	    note: string;
	}
	export interface Circle {
	    name: string;
	    near: Tie[];
	    beyond: Tie[];
	}
	export interface Draft {
	    customerId: number;
	    otherId: number;
	    role: Role;
	    word: string;
	    back: string;
	    note: string;
	}

}

export namespace search {
	
	export interface Hit {
	    kind: string;
	    id: number;
	    title: string;
	    subtitle: string;
	    ranges: number[][];
	    match: string;
	    matchRanges: number[][];
	}
	export interface TextFound {
	    kind: string;
	    id: number;
	    title: string;
	    subtitle: string;
	    excerpt: string;
	    ranges: number[][];
	    openKind: string;
	    openId: number;
	}

}

export namespace settings {
	export type CompanyID = number;
	export type CustomFieldID = number;
	export type FieldType = 'text' | 'number' | 'date' | 'choice';
	
	export interface Company {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    shortName: string;
	    address: string;
	    postcode: string;
	    taxId: string;
	    bank: string;
	    account: string;
	    legalRepresentative: string;
	    contactName: string;
	    phone: string;
	    email: string;
	    website: string;
	    logoId: number;
	    remark: string;
	    default: boolean;
	}
	export interface CustomField {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    entity: string;
	    key: string;
	    label: string;
	    type: FieldType;
	    choices: string[];
	    position: number;
	}
	export interface Sample {
	    rows: Record<string, number>;
	    total: number;
	}
	export interface Settings {
	    language: locale.Tag;
	    textSize: string;
	    theme: string;
	    density: string;
	    navHidden: string[];
	    firstRunDone: boolean;
	    shopName: string;
	    purgeTrash: boolean;
	    industry: string;
	    currency: string;
	}

}

export namespace shell {
	
	export interface About {
	    version: string;
	    commit: string;
	    os: string;
	    arch: string;
	    go: string;
	    door: string;
	}
	export interface Printer {
	    name: string;
	    default: boolean;
	}

}

export namespace staff {
	export type ID = number;
	export type Role = 'owner' | 'sales' | 'assistant';
	
	export interface Holding {
	    kind: string;
	    count: number;
	}
	export interface Staff {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    role: Role;
	    phone: string;
	    email: string;
	    leftOn: string;
	}
	export interface Team {
	    solo: boolean;
	    people: Staff[];
	    former: Staff[];
	    names: Record<number, string>;
	    working: number;
	    canApprove: boolean;
	}

}

export namespace template {
	export type ClauseID = number;
	export type DeviationKind = 'changed' | 'removed' | 'added';
	export type FieldType = 'text' | 'longText' | 'integer' | 'number' | 'money' | 'percent' | 'date' | 'choice' | 'yesNo' | 'party' | 'lines' | 'list';
	export type Format = '' | 'text' | 'money' | 'money-in-words' | 'date' | 'date-in-words' | 'percent' | 'number';
	export type ID = number;
	export type Kind = 'sale' | 'service' | 'lease' | 'labour' | 'processing' | 'agency' | 'nda' | 'loan' | 'partnership' | 'quote' | 'receipt' | 'statement' | 'other';
	export type VersionID = number;
	
	export interface LinesColumn {
	    name: string;
	    label?: string;
	}
	export interface GridColumn {
	    align?: string;
	    weight?: number;
	}
	export interface Condition {
	    op: string;
	    field?: string;
	    value?: unknown;
	    other?: string;
	    args?: Condition[];
	}
	export interface Attrs {
	    id?: string;
	    lock?: string;
	    library?: string;
	    libraryVersion?: number;
	    align?: string;
	    note?: boolean;
	    condition?: Condition;
	    list?: string;
	    across?: number;
	    grid?: GridColumn[];
	    plain?: boolean;
	    part?: string;
	    span?: number;
	    label?: string;
	    columns?: LinesColumn[];
	    totals?: string[];
	    closing?: string;
	    title?: string;
	    asset?: string;
	    width?: number;
	    height?: number;
	    alt?: string;
	    key?: string;
	    format?: Format;
	    value?: string;
	    em?: number;
	    clause?: string;
	}
	export interface Piece {
	    kind: string;
	    text: string;
	}
	export interface Change {
	    where: string;
	    pieces: Piece[];
	}
	export interface Problem {
	    line?: number;
	    path?: number[];
	    part?: string;
	    clause?: string;
	    field?: string;
	    label?: string;
	    code: string;
	    params?: Record<string, unknown>;
	    warning?: boolean;
	}
	export interface ListColumn {
	    key: string;
	    label: string;
	    type: FieldType;
	}
	export interface Choice {
	    value: string;
	    label: string;
	}
	export interface Field {
	    key: string;
	    label: string;
	    type: FieldType;
	    required?: boolean;
	    default?: string;
	    asLast?: boolean;
	    source?: string;
	    help?: string;
	    choices?: Choice[];
	    format?: Format;
	    share?: string;
	    rest?: string;
	    plus?: string;
	    minus?: string;
	    columns?: ListColumn[];
	}
	export interface Mark {
	    type: string;
	}
	export interface Node {
	    type: string;
	    attrs?: Attrs;
	    content?: Node[];
	    marks?: Mark[];
	    text?: string;
	}
	export interface Page {
	    paper?: string;
	    landscape?: boolean;
	    margins?: number[];
	    size?: number;
	}
	export interface Definition {
	    name: string;
	    code?: string;
	    kind: Kind;
	    language: locale.Tag;
	    numbering?: string[];
	    page: Page;
	    prices?: string;
	    header?: Node[];
	    footer?: Node[];
	    logo?: boolean;
	    fields: Field[];
	    body: Node;
	    gone?: Record<string, string>;
	}
	export interface Checked {
	    definition?: Definition;
	    readable: boolean;
	    sound: boolean;
	    problems: Problem[];
	}
	export interface Chip {
	    key: string;
	    label: string;
	    type: FieldType;
	    group: string;
	    list?: string;
	    search: string[];
	}
	
	export interface ClauseFilter {
	    text: string;
	    language: locale.Tag;
	    kind: Kind;
	}
	export interface ClauseInput {
	    id: number;
	    version: number;
	    name: string;
	    kind: Kind;
	    language: locale.Tag;
	    lock: string;
	    body: Node;
	    fields: Field[];
	}
	export interface ClauseItem {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    code: string;
	    kind: Kind;
	    language: locale.Tag;
	    lock: string;
	    body: Node;
	    fields: Field[];
	    n: number;
	    origin: string;
	    key: string;
	    text: string;
	    uses: number;
	}
	export interface ClauseLock {
	    address: string;
	    lock: string;
	}
	export interface ClauseUpdate {
	    templateId: number;
	    templateName: string;
	    from: number[];
	    changed: boolean;
	    draft: boolean;
	    differences: Change[];
	    fields: Field[];
	    problems: Problem[];
	}
	export interface ClauseUse {
	    key: string;
	    templateId: number;
	    templateName: string;
	    versionId: number;
	    state: string;
	    path: number[];
	    number: string;
	    n: number;
	    changed: boolean;
	}
	
	export interface Deviation {
	    id: string;
	    clause: string;
	    kind: DeviationKind;
	    body?: Node[];
	    reason: string;
	    at: number;
	    by: string;
	    base?: string;
	    was?: string;
	    ref?: string;
	    heading?: string;
	    conflict?: boolean;
	}
	export interface Line {
	    code: string;
	    name: string;
	    spec: string;
	    unit: string;
	    qty: number;
	    listPrice: number;
	    price: number;
	    discount: number;
	    tax: number;
	    note: string;
	    floor: number;
	    floorReason: string;
	}
	export interface Facts {
	    number?: string;
	    name?: string;
	    signDate?: string;
	    startDate?: string;
	    endDate?: string;
	    amount?: number;
	    currency?: string;
	    ourSigner?: string;
	    theirSigner?: string;
	}
	export interface Person {
	    name?: string;
	    title?: string;
	    department?: string;
	    phone?: string;
	    email?: string;
	}
	export interface Party {
	    customerId?: number;
	    kind?: string;
	    name?: string;
	    taxId?: string;
	    legalRepresentative?: string;
	    address?: string;
	    shippingAddress?: string;
	    phone?: string;
	    email?: string;
	    website?: string;
	    contact?: string;
	    invoiceTitle?: string;
	    bank?: string;
	    account?: string;
	}
	export interface Data {
	    values: Record<string, unknown>;
	    customer: Party;
	    contact: Person;
	    company: Party;
	    contract: Facts;
	    lines: Line[];
	    wholeDiscount: number;
	    today: string;
	    deviations?: Deviation[];
	}
	
	export interface Edition {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    templateId: number;
	    n: number;
	    state: string;
	    definition: Definition;
	    hash: string;
	    publishedAt: number;
	}
	export interface Template {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    name: string;
	    code: string;
	    kind: Kind;
	    language: locale.Tag;
	    origin: string;
	    archived: boolean;
	    currentId: number;
	    draftId: number;
	}
	export interface Detail {
	    template: Template;
	    version: Edition;
	    text: string;
	    notation: string;
	    problems: Problem[];
	}
	
	export interface Edit {
	    version: number;
	    notation: string;
	    definition?: Definition;
	    text: string;
	}
	
	export interface Exported {
	    url?: string;
	    name: string;
	    size: number;
	}
	
	
	export interface FieldChange {
	    key: string;
	    label: string;
	    kind: string;
	    old: string;
	    new: string;
	    pieces: Piece[];
	}
	export interface Word {
	    code: string;
	    label: string;
	}
	export interface FieldTypeInfo {
	    type: FieldType;
	    label: string;
	    formats: Word[];
	    operators: Word[];
	    column: boolean;
	    sum: boolean;
	}
	export interface Filter {
	    text: string;
	    kind: Kind;
	    language: locale.Tag;
	    archived: boolean;
	    usable: boolean;
	}
	
	export interface Image {
	    key: string;
	    mime: string;
	    width: number;
	    height: number;
	    url?: string;
	}
	export interface Insertion {
	    node: Node;
	    fields: Field[];
	}
	
	export interface LineTotal {
	    subtotal: number;
	    taxed: number;
	    tax: number;
	}
	
	
	export interface LockChange {
	    heading: string;
	    old: string;
	    new: string;
	}
	
	
	export interface NodeType {
	    type: string;
	    content: string[];
	    inline: boolean;
	    min: number;
	    attrs: string[];
	}
	export interface NumberStyle {
	    code: string;
	    examples: string[];
	}
	export interface OuterClause {
	    address: string;
	    number: string;
	    heading: string;
	    lock: string;
	    mixed: boolean;
	}
	
	
	
	
	export interface Previewed {
	    url: string;
	    pages: number;
	    problems: Problem[];
	}
	
	export interface SourceInfo {
	    path: string;
	    type: FieldType;
	    zh: string;
	    en: string;
	    zhFact?: string;
	    enFact?: string;
	    list?: boolean;
	    label: string;
	    search: string[];
	}
	export interface SchemaInfo {
	    nodes: NodeType[];
	    inlines: NodeType[];
	    marks: string[];
	    numbers: NumberStyle[];
	    types: FieldTypeInfo[];
	    formats: Word[];
	    locks: Word[];
	    kinds: Word[];
	    papers: string[];
	    columns: Word[];
	    totals: Word[];
	    sources: SourceInfo[];
	    levels: number;
	    depth: number;
	    maxNodes: number;
	    minBlank: number;
	    maxBlank: number;
	}
	export interface SettingChange {
	    setting: string;
	    old: string;
	    new: string;
	}
	export interface Source {
	    path: string;
	    type: FieldType;
	    zh: string;
	    en: string;
	    zhFact?: string;
	    enFact?: string;
	    list?: boolean;
	}
	
	
	export interface Totals {
	    lines: LineTotal[];
	    subtotal: number;
	    discount: number;
	    tax: number;
	    net: number;
	    total: number;
	}
	export interface VersionInfo {
	    id: number;
	    uid: string;
	    createdAt: number;
	    updatedAt: number;
	    version: number;
	    deletedAt?: number;
	    n: number;
	    state: string;
	    publishedAt: number;
	    current: boolean;
	}
	export interface VersionDifference {
	    from: VersionInfo;
	    to: VersionInfo;
	    changes: Change[];
	    fields: FieldChange[];
	    settings: SettingChange[];
	    locks: LockChange[];
	    same: boolean;
	}
	

}

export namespace typeset {
	
	export interface Hit {
	    x: number;
	    y: number;
	    w: number;
	    h: number;
	    field: string;
	    missing?: boolean;
	}
	export interface Missing {
	    rune: number;
	    text: string;
	    count: number;
	    where: string;
	    field?: string;
	    page: number;
	}
	export interface Warning {
	    code: string;
	    where?: string;
	    field?: string;
	}

}

export namespace workspace {
	
	export interface Recent {
	    dir: string;
	    openedAt: number;
	    exists: boolean;
	}
	export interface Status {
	    state: string;
	    open: boolean;
	    readOnly: boolean;
	    dir: string;
	    name: string;
	    backupDir: string;
	    uid: string;
	    schema: number;
	    notices: fault.Error[];
	    problem?: fault.Error;
	}

}

export namespace date {
	export type Date = string;
}
export namespace locale {
	export type Tag = 'zh-CN' | 'en';
}
export namespace money {
	export type Amount = number;
	export type Currency = string;
}
