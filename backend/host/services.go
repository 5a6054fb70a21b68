package host

import (
	"reflect"

	"keyue/backend/approval"
	"keyue/backend/attachment"
	"keyue/backend/backup"
	"keyue/backend/contract"
	"keyue/backend/customer"
	"keyue/backend/exchange"
	"keyue/backend/forecast"
	"keyue/backend/group"
	"keyue/backend/history"
	"keyue/backend/insight"
	"keyue/backend/intake"
	"keyue/backend/interaction"
	"keyue/backend/job"
	"keyue/backend/lead"
	"keyue/backend/opportunity"
	"keyue/backend/outreach"
	"keyue/backend/payment"
	"keyue/backend/product"
	"keyue/backend/region"
	"keyue/backend/relation"
	"keyue/backend/sample"
	"keyue/backend/search"
	"keyue/backend/settings"
	"keyue/backend/shell"
	"keyue/backend/staff"
	"keyue/backend/template"
	"keyue/backend/workspace"
)

// Services is everything the page and "keyue call" may reach: one service of
// each package. app.go fills it; every field must be set.
type Services struct {
	Approval    *approval.Service
	Attachment  *attachment.Service
	Backup      *backup.Service
	Contract    *contract.Service
	Customer    *customer.Service
	Exchange    *exchange.Service
	Forecast    *forecast.Service
	Group       *group.Service
	History     *history.Service
	Insight     *insight.Service
	Intake      *intake.Service
	Interaction *interaction.Service
	Job         *job.Service
	Lead        *lead.Service
	Opportunity *opportunity.Service
	Payment     *payment.Service
	Product     *product.Service
	Relation    *relation.Service
	Outreach    *outreach.Service
	Region      *region.Service
	Sample      *sample.Service
	Search      *search.Service
	Settings    *settings.Service
	Shell       *shell.Service
	Staff       *staff.Service
	Template    *template.Service
	Workspace   *workspace.Service
}

// Bound lists the services in the order of the fields.
func (s Services) Bound() []any {
	v := reflect.ValueOf(s)
	list := make([]any, v.NumField())
	for i := range list {
		list[i] = v.Field(i).Interface()
	}
	return list
}
